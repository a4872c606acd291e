using Sluice.Testing;

namespace Sluice.EndToEnd;

/// <summary>One of the ways to the repositories: a client that goes it, and how it names a path.</summary>
internal sealed record Peer(string Name, SshClient Client, Func<string, string> PathOf)
{
    public const string Direct = "direct";
    public const string Proxy = "sluice";

    public string UrlOf(string repository) => Client.Endpoint.UrlOf(PathOf(repository));

    /// <summary>The same way with one cipher and MAC.</summary>
    public Peer With(string suite)
    {
        var words = suite.Split('+');
        List<string> arguments = ["-o", $"Ciphers={words[0]}"];
        if (words.Length > 1)
            arguments.AddRange(["-o", $"MACs={words[1]}"]);
        return this with { Client = Client with { SshArguments = arguments } };
    }
}
