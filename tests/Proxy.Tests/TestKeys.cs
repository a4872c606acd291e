using Sluice.Transport;

namespace Sluice.Proxy.Tests;

/// <summary>Keys made for one test.</summary>
internal static class TestKeys
{
    public static string PublicLine(SshPublicKey key, string comment = "comment") => $"{key.KeyType} {Convert.ToBase64String(key.Blob.Span)} {comment}";

    /// <summary>A new Ed25519 public key.</summary>
    public static SshPublicKey New()
    {
        using var key = SshPrivateKey.GenerateEd25519();
        return key.PublicKey;
    }

    /// <summary>Runs ssh-keygen, whose absence is a failure.</summary>
    public static void SshKeygen(params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("ssh-keygen", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException("ssh-keygen is needed: install openssh-client.");
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"ssh-keygen ended with {process.ExitCode}.");
    }
}
