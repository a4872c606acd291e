using Sluice.Proxy.Admin;

namespace Sluice.Proxy.Cli;

/// <summary>What every command does for <c>--json</c>.</summary>
internal static class JsonCommand
{
    /// <summary>Prints the answer as it comes; gives the exit code.</summary>
    public static async Task<int> PrintAsync(AdminClient client, string path, TextWriter output, CancellationToken cancellationToken)
    {
        if (await client.GetTextAsync(path, cancellationToken) is not { } text) return 1;
        output.WriteLine(text);
        return 0;
    }
}
