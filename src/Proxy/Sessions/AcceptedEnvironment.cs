using System.Text;
using System.Text.RegularExpressions;

using Sluice.Proxy.Options;

namespace Sluice.Proxy.Sessions;

/// <summary>
/// The environment that a client asked for on one channel (RFC 4254 section 6.4), as far as it goes on to the backend:
/// what AcceptEnv allows, and GIT_PROTOCOL, without which git falls back to its slowest protocol.
/// </summary>
internal sealed partial class AcceptedEnvironment(AcceptEnv acceptEnv)
{
    /// <summary>The most variables that are kept.</summary>
    public const int MaxCount = 64;

    /// <summary>The longest name, in bytes.</summary>
    public const int MaxNameLength = 128;

    /// <summary>The longest value, in bytes.</summary>
    public const int MaxValueLength = 4096;

    /// <summary>
    /// The most bytes that all names and values take together: they wait in memory until a command comes, and a client
    /// may have many channels that wait.
    /// </summary>
    public const int MaxTotalLength = 16 * 1024;

    private Dictionary<string, string>? _variables;
    private int _totalLength;

    /// <summary>What goes on, in no particular order.</summary>
    public IReadOnlyCollection<KeyValuePair<string, string>> Variables => _variables is null ? [] : _variables;

    /// <summary>Keeps the variable if it may go on; a later value replaces an earlier one. True if it was kept.</summary>
    public bool Offer(string name, string value)
    {
        if (!MayPass(name, value)) return false;
        _variables ??= new Dictionary<string, string>(StringComparer.Ordinal);
        var isKnown = _variables.TryGetValue(name, out var earlier);
        if (_variables.Count == MaxCount && !isKnown) return false;
        var totalLength = _totalLength + Length(name, value) - (isKnown ? Length(name, earlier!) : 0);
        if (totalLength > MaxTotalLength) return false;
        _totalLength = totalLength;
        _variables[name] = value;
        return true;
    }

    /// <summary>A dropped name as a log line shows it: whole if it is as long as names are, else its beginning. A packet holds 34 KB of it.</summary>
    public static string Shown(string name) => name.Length <= MaxNameLength ? name : $"{name[..MaxNameLength]}...";

    private static int Length(string name, string value) => name.Length + Encoding.UTF8.GetByteCount(value);

    private bool MayPass(string name, string value)
    {
        if (name.Length > MaxNameLength || !Name().IsMatch(name)) return false;
        if (value.Contains('\0', StringComparison.Ordinal) || Encoding.UTF8.GetByteCount(value) > MaxValueLength) return false;
        return name == EnvironmentName.GitProtocol ? Protocol().IsMatch(value) : acceptEnv.Accepts(name);
    }

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    // git's protocol-v2 document: keys with optional values, separated by colons, the version first.
    [GeneratedRegex(@"\Aversion=[0-9]{1,4}(:[A-Za-z0-9._=-]{1,64}){0,16}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Protocol();
}
