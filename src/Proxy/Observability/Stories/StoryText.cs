using System.Globalization;

namespace Sluice.Proxy.Observability.Stories;

/// <summary>Tells a request's story to a person: whose fault first, then what happened, then what the connections did last.</summary>
internal static class StoryText
{
    private const string Recorder = "Flight recorder of ";

    private static readonly string[] _told =
    [
        "request_id", "connection_id", "user", "client_address", "service", "repository", "backend", "outcome", "closed_by", "reason", "detail",
        "bytes_in", "bytes_out", "duration_seconds", "category", "event_id", "event",
    ];

    /// <summary>The whole story.</summary>
    public static void Write(RequestStory story, TextWriter output)
    {
        output.WriteLine(Subject(story));
        output.WriteLine(Verdict(story.Access));
        if (story.Access is { } access) WriteFigures(access, output);
        output.WriteLine();
        foreach (var line in story.Lines.Where(line => !line.IsAccess && !IsRecorder(line))) output.WriteLine($"  {Clock(line)} {line.Message}");
        foreach (var line in story.Lines.Where(IsRecorder)) WriteRecorder(line, output);
    }

    /// <summary>Whose fault it was, in one sentence.</summary>
    public static string Verdict(LogLine? access)
    {
        if (access is null) return "It is still running, or its end is not in this log.";
        var (reason, detail) = (access["reason"], access["detail"].TrimEnd('.'));
        var why = detail.Length == 0 ? $"{reason}." : $"{reason}: {detail}.";
        return (access["outcome"], access["closed_by"]) switch
        {
            ("Ok", _) => "It went well.",
            ("Failed", _) => $"The backend's command failed with {Exit(access)}; the backend has told the client why.",
            ("Refused", _) => $"Sluice refused it: {why}",
            (_, "Client") => $"The client's side ended it: {why}",
            (_, "Backend") => $"The backend's side ended it: {why}",
            _ => $"Sluice ended it: {why}",
        };
    }

    private static string Subject(RequestStory story)
    {
        if (story.Access is not { } access) return $"Request {story.Id}";
        var what = access["service"].Length == 0 ? "a command that was not understood" : $"{access["service"]} {access["repository"]}";
        var where = access["backend"].Length == 0 ? "" : $", backend {access["backend"]}";
        return $"Request {story.Id}: {what} by {access["user"]} from {access["client_address"]}{where}";
    }

    private static void WriteFigures(LogLine access, TextWriter output)
    {
        output.WriteLine($"It took {access["duration_seconds"]} s; {access["bytes_in"]} bytes came from the client and {access["bytes_out"]} went to it.");
        var rest = access.Fields.Where(field => !_told.Contains(field.Key) && field.Value.Length > 0).Select(field => $"{field.Key} {field.Value}").ToList();
        if (rest.Count > 0) output.WriteLine(string.Join(", ", rest));
    }

    private static bool IsRecorder(LogLine line) => line.Message.StartsWith(Recorder, StringComparison.Ordinal);

    private static void WriteRecorder(LogLine line, TextWriter output)
    {
        var colon = line.Message.IndexOf(": +", StringComparison.Ordinal);
        output.WriteLine();
        output.WriteLine($"  {Clock(line)} {(colon < 0 ? line.Message : line.Message[..colon])}");
        if (colon < 0) return;
        foreach (var entry in line.Message[(colon + 2)..].Split(" | ")) output.WriteLine($"    {entry}");
    }

    private static string Exit(LogLine access) => access["exit_signal"] is { Length: > 0 } signal ? $"signal {signal}" : $"exit status {access["exit_status"]}";

    private static string Clock(LogLine line) => line.Moment is { } moment ? moment.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture) : line.Time;
}
