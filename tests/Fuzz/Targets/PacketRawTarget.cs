using Sluice.Transport.Packets;

namespace Sluice.Fuzz.Targets;

/// <summary>Packets of every cipher as an attacker sends them: one byte for the cipher, then the stream.</summary>
internal static class PacketRawTarget
{
    private const int Longest = 80_000;

    public static void Run(ReadOnlySpan<byte> input)
    {
        var cursor = new InputCursor(input);
        var suite = Suite.Of(cursor.TakeByte());
        var bytes = cursor.Rest[..Math.Min(cursor.Rest.Length, Longest)];
        using var whole = new Reception(suite, bytes.Length);
        whole.Feed(bytes);

        using var pieces = new Reception(suite, bytes.Length);
        var step = 1 + (bytes.Length / 256);
        for (var rest = bytes; !rest.IsEmpty && pieces.Result == OpenResult.NeedMore; rest = rest[Math.Min(step, rest.Length)..])
        {
            pieces.Feed(rest[..Math.Min(step, rest.Length)]);
        }
        Promise.Keep(pieces.Payloads.Count == whole.Payloads.Count, "Bytes that come in pieces give as many packets.");
        Promise.Keep(pieces.Payloads.Zip(whole.Payloads).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second)), "They give the same packets.");
        Promise.Keep(pieces.Result == whole.Result, "They are judged alike.");
    }
}
