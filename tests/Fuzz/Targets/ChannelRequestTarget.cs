using Sluice.Proxy.Options;
using Sluice.Proxy.Routing;
using Sluice.Proxy.Sessions;
using Sluice.Transport;

namespace Sluice.Fuzz.Targets;

/// <summary>A channel request behind its recipient: a chunk for the type, then the type's own data.</summary>
internal static class ChannelRequestTarget
{
    // The last one is an operator's mistake: these names are never a client's.
    private static readonly AcceptEnv _acceptEnv = new([new Glob("LANG"), new Glob("LC_*"), new Glob("SLUICE_*")]);

    public static void Run(ReadOnlySpan<byte> input)
    {
        var cursor = new InputCursor(input);
        var type = cursor.TakeChunk();
        Check(type, cursor.Rest);
    }

    /// <summary>Reads it as each of the types that there are; only its own may fit.</summary>
    public static void Check(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        var request = new ChannelRequest(type, wantsReply: true, data);
        Promise.Keep(request.TypeText.Length <= 64 && request.TypeText.All(c => c is >= ' ' and <= '~'), "A type is safe to log.");
        var fits = 0;
        if (request.TryReadEnvironment(out var name, out var value))
        {
            fits++;
            CheckEnvironment(name, value);
        }
        if (request.TryReadExec(out var command))
        {
            fits++;
            Promise.Keep(command.Length == data.Length - 4, "A command is all of the data.");
            ExecLineTarget.Run(command);
        }
        if (request.TryReadExitStatus(out _)) fits++;
        if (request.TryReadExitSignal(out var signal, out var message))
        {
            fits++;
            Promise.Keep(!signal.Contains('\0', StringComparison.Ordinal) && !message.Contains('\0', StringComparison.Ordinal), "Texts have no NUL.");
        }
        if (request.TryReadSignal(out _)) fits++;
        Promise.Keep(fits <= 1, "A request has one type.");
    }

    private static void CheckEnvironment(string name, string value)
    {
        var environment = new AcceptedEnvironment(_acceptEnv);
        var kept = environment.Offer(name, value);
        Promise.Keep(environment.Variables.Count == (kept ? 1 : 0), "What is kept is what was said to be.");
        if (!kept) return;
        Promise.Keep(name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') && !name.StartsWith("SLUICE_", StringComparison.OrdinalIgnoreCase), "A name that is kept is plain and not ours.");
        Promise.Keep(name == "GIT_PROTOCOL" || name == "LANG" || name.StartsWith("LC_", StringComparison.Ordinal), "Only what the operator allows is kept.");
        Promise.Keep(!value.Contains('\0', StringComparison.Ordinal), "A value has no NUL.");
        Promise.Keep(name != "GIT_PROTOCOL" || value.All(c => c is > ' ' and <= '~'), "GIT_PROTOCOL is one plain word.");
    }
}
