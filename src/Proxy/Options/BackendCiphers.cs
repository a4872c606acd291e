using System.Runtime.Intrinsics.Arm;

using X86Aes = System.Runtime.Intrinsics.X86.Aes;

namespace Sluice.Proxy.Options;

/// <summary>The ciphers for a backend that has none of its own in the configuration.</summary>
internal static class BackendCiphers
{
    /// <summary>
    /// AES-GCM first where the processor has AES: a backend's sshd, which mostly stands beside us, opens it several times
    /// as fast as ChaCha20-Poly1305, which the built-in order begins with. Null is that order.
    /// </summary>
    public static string? Default { get; } = X86Aes.IsSupported || Aes.IsSupported ? "^aes128-gcm@openssh.com,aes256-gcm@openssh.com" : null;
}
