using Sluice.Transport.Handshake;

namespace Sluice.Fuzz.Targets;

/// <summary>The identification exchange: one byte for the role, then what the peer sends.</summary>
internal static class IdentificationTarget
{
    // Reading stops long before: 8192 bytes of other lines and 255 of identification.
    private const int Longest = 10_000;

    public static void Run(ReadOnlySpan<byte> input)
    {
        var cursor = new InputCursor(input);
        var allowPreamble = (cursor.TakeByte() & 1) != 0;
        var bytes = cursor.Rest[..Math.Min(cursor.Rest.Length, Longest)];
        var outcome = Identification.TryRead(bytes, allowPreamble, out var identification, out var consumed);
        Promise.Keep(consumed >= 0 && consumed <= bytes.Length, "No more is consumed than there is.");
        if (outcome == Identification.Outcome.Done) CheckLine(bytes[..consumed], identification, allowPreamble);
        CheckPieces(bytes, allowPreamble, outcome, identification, consumed);
    }

    private static void CheckLine(ReadOnlySpan<byte> taken, string identification, bool allowPreamble)
    {
        Promise.Keep(taken[^1] == '\n', "What is consumed ends with a line.");
        Promise.Keep(identification.Length < Identification.MaxLength, "An identification has its bound.");
        Promise.Keep(identification.All(c => c is >= ' ' and <= '~'), "An identification is printable ASCII.");
        Promise.Keep(
            identification.StartsWith("SSH-2.0-", StringComparison.Ordinal) || identification.StartsWith("SSH-1.99-", StringComparison.Ordinal),
            "The protocol version is 2.");
        Promise.Keep(allowPreamble || taken.Count((byte)'\n') == 1, "A client sends nothing before its identification.");
        Promise.Keep(
            Identification.TryRead(taken, allowPreamble, out var again, out var length) == Identification.Outcome.Done
            && again == identification && length == taken.Length,
            "What follows the identification does not change it.");
    }

    /// <summary>How TCP cuts the bytes must not matter.</summary>
    private static void CheckPieces(ReadOnlySpan<byte> bytes, bool allowPreamble, Identification.Outcome outcome, string identification, int consumed)
    {
        var step = 1 + (bytes.Length / 512);
        for (var length = 0; length < bytes.Length; length += length < bytes.Length - 300 && length > 16 ? step : 1)
        {
            var early = Identification.TryRead(bytes[..length], allowPreamble, out var name, out var taken);
            if (early == Identification.Outcome.NeedMore) continue;
            Promise.Keep(early == outcome, "The first bytes are judged as all of them are.");
            Promise.Keep(early == Identification.Outcome.Invalid || (name == identification && taken == consumed), "The same line is found.");
            return;
        }
    }
}
