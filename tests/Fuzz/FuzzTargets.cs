using Sluice.Fuzz.Targets;

namespace Sluice.Fuzz;

/// <summary>Every target. A line here, a seed in <c>Seeds/SeedTable.cs</c>, and tools/fuzz and the replay know it.</summary>
internal static class FuzzTargets
{
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("identification", IdentificationTarget.Run),
        new("proxy-header", ProxyHeaderTarget.Run),
        new("packet-raw", PacketRawTarget.Run),
        new("packet-sealed", PacketSealedTarget.Run),
        new("message", MessageTarget.Run),
        new("kex-init", KexInitTarget.Run),
        new("kex-server", KexServerTarget.Run),
        new("kex-client", KexClientTarget.Run),
        new("auth-request", AuthRequestTarget.Run),
        new("connection-server", ConnectionTarget.RunServer),
        new("connection-client", ConnectionTarget.RunClient),
        new("public-key", PublicKeyTarget.Run),
        new("certificate", CertificateTarget.Run),
        new("revoked-keys", RevokedKeysTarget.Run),
        new("signature", SignatureTarget.Run),
        new("key-file", KeyFileTarget.Run),
        new("key-line", KeyLineTarget.Run),
        new("channel-request", ChannelRequestTarget.Run),
        new("exec-line", ExecLineTarget.Run),
        new("command-template", CommandTemplateTarget.Run),
        new("authorized-keys", AuthorizedKeysTarget.Run),
        new("known-hosts", KnownHostsTarget.Run),
        new("log-text", LogTextTarget.Run),
    ];

    /// <summary>The target of that name; null if there is none.</summary>
    public static FuzzTarget? Find(string name) => All.FirstOrDefault(target => target.Name == name);
}
