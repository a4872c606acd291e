using Sluice.Transport;

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
        if (number < FixedKeys.All.Count)
        {
            Promise.Keep(verified == Genuine.Is(FixedKeys.All[number], algorithm, Data, cursor.Rest), "A signature holds if and only if it is genuine.");
        }
        else if (verified)
        {
            Promise.Keep(cursor.Rest.Length > 5 && (cursor.Rest[^5] & 1) != 0, "Somebody touched the key.");
        }
    }
}
