using Sluice.Transport;
using Sluice.Transport.Crypto.Keys;

namespace Sluice.Fuzz.Targets;

/// <summary>A signature blob: a byte for the key, a byte for the algorithm, then the blob, over fixed data.</summary>
internal static class SignatureTarget
{
    /// <summary>What the seeds' signatures are over.</summary>
    public static ReadOnlySpan<byte> Data => "What everybody signs here."u8;

    /// <summary>Every type of key.</summary>
    public static IReadOnlyList<SshPublicKey> Keys { get; } =
        [.. FixedKeys.All.Select(key => key.PublicKey), FixedKeys.SecurityKeyEd25519, FixedKeys.SecurityKeyEcdsa];

    public static void Run(ReadOnlySpan<byte> input)
    {
        var cursor = new InputCursor(input);
        var number = cursor.TakeByte() % Keys.Count;
        var key = Keys[number];
        var algorithm = Handshakes.Pick(key.SignatureAlgorithms, cursor.TakeByte());
        var verified = key.Verify(algorithm, Data, cursor.Rest);
        foreach (var other in Keys)
        {
            if (!other.SignatureAlgorithms.Contains(algorithm)) Promise.Keep(!other.Verify(algorithm, Data, cursor.Rest), "A key verifies its own algorithms only.");
        }
        if (key.KeyType.StartsWith("ecdsa", StringComparison.Ordinal))
        {
            Promise.Keep(verified == EcdsaOracle.Verify(key, algorithm, Data, cursor.Rest), "Another library finds the same.");
        }
        else if (number < FixedKeys.All.Count)
        {
            Promise.Keep(verified == IsTheOne(FixedKeys.All[number], algorithm, cursor.Rest), "There is one signature of this key over this data.");
        }
        else if (verified)
        {
            Promise.Keep(cursor.Rest.Length > 5 && (cursor.Rest[^5] & 1) != 0, "Somebody touched the key.");
        }
    }

    private static bool IsTheOne(SshPrivateKey key, string algorithm, ReadOnlySpan<byte> blob)
    {
        SignatureBlob.TryRead(key.Sign(algorithm, Data), algorithm, out var genuine);
        if (!SignatureBlob.TryRead(blob, algorithm, out var value)) return false;
        // RFC 8017 wants the modulus's length; leading zeros may be missing (RFC 8332 leaves that to the verifier).
        return key.PublicKey.KeyType == RsaPublicKey.Name
            ? value.Length <= genuine.Length && value.TrimStart((byte)0).SequenceEqual(genuine.TrimStart((byte)0))
            : value.SequenceEqual(genuine);
    }
}
