using System.Buffers.Text;

using Sluice.Transport;
using Sluice.Transport.Wire;

namespace Sluice.Fuzz.Targets;

/// <summary>A private key file, OpenSSH's or PEM, with the passphrase that the seeds have.</summary>
internal static class KeyFileTarget
{
    /// <summary>The passphrase of the seeds that have one.</summary>
    public const string Passphrase = "fuzzing";

    // A round of bcrypt takes milliseconds by design: the format is what is looked at here, not the hash.
    private const uint MostRounds = 2;

    public static void Run(ReadOnlySpan<byte> file)
    {
        if (RoundsOf(file) > MostRounds) return;
        SshPrivateKey key;
        try
        {
            key = SshPrivateKey.Read(file, Passphrase);
        }
        catch (SshKeyFileException refusal)
        {
            Promise.Keep(refusal.Message.Length > 0 && !refusal.Message.Any(char.IsControl), "A refusal is a sentence.");
            return;
        }
        using (key)
        {
            var algorithm = key.PublicKey.SignatureAlgorithms[0];
            Promise.Keep(key.PublicKey.Verify(algorithm, "data"u8, key.Sign(algorithm, "data"u8)), "The halves of a key belong together.");
            using var again = SshPrivateKey.Read(System.Text.Encoding.UTF8.GetBytes(key.ToOpenSshFile("fuzz")), "");
            Promise.Keep(again.PublicKey.Equals(key.PublicKey), "A key that is written is the key that was read.");
        }
    }

    private static uint RoundsOf(ReadOnlySpan<byte> file)
    {
        var begin = file.IndexOf("-----BEGIN OPENSSH PRIVATE KEY-----"u8);
        if (begin < 0) return 0;
        file = file[(begin + 35)..];
        var end = file.IndexOf("-----END"u8);
        var body = new byte[Base64.GetMaxDecodedFromUtf8Length(file.Length)];
        Base64.DecodeFromUtf8(end < 0 ? file : file[..end], body, out _, out var length);
        if (length < 15) return 0;
        var reader = new WireReader(body.AsSpan(15, length - 15));
        reader.ReadString();
        reader.ReadString();
        var options = new WireReader(reader.ReadString());
        options.ReadString();
        return options.ReadUInt32();
    }
}
