using System.Text.RegularExpressions;

namespace Sluice.Proxy.Observability.Stories;

/// <summary>
/// What a log knows of one request: its own lines, those of the client's connection, and those of each connection to a backend
/// that it was on.
/// </summary>
internal sealed partial class RequestStory
{
    private readonly List<LogLine> _lines = [];

    private RequestStory(string id) => Id = id;

    /// <summary>The request's id.</summary>
    public string Id { get; }

    /// <summary>Its lines, in the log's order.</summary>
    public IReadOnlyList<LogLine> Lines => _lines;

    /// <summary>The line that it ended with; null while it runs, and if the log does not go that far.</summary>
    public LogLine? Access => _lines.Find(line => line.IsAccess && line["request_id"] == Id);

    /// <summary>True for what can be a request's id.</summary>
    public static bool IsId(string text) => RequestId().IsMatch(text);

    /// <summary>Reads a log twice: what the request was on is known only after its own lines.</summary>
    public static RequestStory Read(string id, Func<IEnumerable<string>> log)
    {
        var story = new RequestStory(id);
        var connections = new HashSet<string>(StringComparer.Ordinal) { id[..id.LastIndexOf('-')] };
        foreach (var line in Parse(log(), id)) connections.UnionWith(BackendsOf(line));
        story._lines.AddRange(Parse(log(), [.. connections]).Where(line => story.Concerns(line, connections)));
        return story;
    }

    private static IEnumerable<LogLine> Parse(IEnumerable<string> log, params string[] ids) =>
        log.Where(line => ids.Any(id => line.Contains(id, StringComparison.Ordinal))).Select(LogLine.TryParse).OfType<LogLine>();

    /// <summary>The ids of connections to backends that a request's line names.</summary>
    private static IEnumerable<string> BackendsOf(LogLine line) => line["backend_connection_id"] is { Length: > 0 } id
        ? [id]
        : OnConnection().Matches(line.Message).Select(match => match.Groups[1].Value);

    /// <summary>Others' requests are on the same connections.</summary>
    private bool Concerns(LogLine line, HashSet<string> connections)
    {
        var request = line["request_id"] is { Length: > 0 } named ? named : IsId(line["id"]) ? line["id"] : "";
        if (request.Length > 0) return request == Id || (line["event"] == "BackendConnected" && connections.Contains(line["connection_id"]));
        return connections.Contains(line["connection_id"]) || connections.Contains(line["id"]) || connections.Any(id => line.Message.Contains(id, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"^[a-z]{5}-[a-z]{5}-\d{1,9}$")]
    private static partial Regex RequestId();

    [GeneratedRegex(@"connection ([a-z]{5}-[a-z]{5})\b")]
    private static partial Regex OnConnection();
}
