using System.Diagnostics.CodeAnalysis;

namespace Sluice.Proxy.Commands;

/// <summary>Reads and writes the command line of an exec request (RFC 4254 section 6.5) as git-shell and hg-ssh do.</summary>
internal static class CommandLine
{
    /// <summary>The longest line that is read, in bytes.</summary>
    public const int MaxLength = 4096;

    /// <summary>
    /// Reads an exec line from an untrusted client. Never throws: what is not exactly one of the known commands gives
    /// false and one friendly sentence for the user's terminal.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> line, [NotNullWhen(true)] out HostingCommand? command, [NotNullWhen(false)] out string? refusal) =>
        throw new NotImplementedException();

    /// <summary>
    /// The command line for a backend, every path strictly single-quoted. <paramref name="path"/> replaces the command's
    /// own and must satisfy <see cref="RepositoryPath.Refuse"/>.
    /// </summary>
    public static byte[] Render(HostingCommand command, string path) => throw new NotImplementedException();
}
