using System.Text;

namespace Sluice.Transport.Handshake;

/// <summary>The identification exchange (RFC 4253 section 4.2).</summary>
internal static class Identification
{
    /// <summary>Longest identification line with its line end.</summary>
    public const int MaxLength = 255;

    /// <summary>Bytes of other lines that a server may send first.</summary>
    public const int MaxPreamble = 8192;

    /// <summary>What reading came to.</summary>
    public enum Outcome
    {
        /// <summary>More bytes must come.</summary>
        NeedMore,

        /// <summary>The line is there.</summary>
        Done,

        /// <summary>This is no SSH 2 peer.</summary>
        Invalid,
    }

    /// <summary>Looks for the peer's line; gives the bytes that it and the lines before it take.</summary>
    /// <param name="bytes">All that has come so far.</param>
    /// <param name="allowPreamble">True in the client role: servers may send other lines first.</param>
    public static Outcome TryRead(ReadOnlySpan<byte> bytes, bool allowPreamble, out string identification, out int consumed)
    {
        identification = "";
        consumed = 0;
        while (true)
        {
            var rest = bytes[consumed..];
            var end = rest.IndexOf((byte)'\n');
            var isIdentification = rest.StartsWith("SSH-"u8);
            if (end < 0)
            {
                if (isIdentification) return rest.Length >= MaxLength ? Outcome.Invalid : Outcome.NeedMore;
                // What may still become an identification is none of the lines before it, however much these took.
                if ("SSH-"u8.StartsWith(rest)) return Outcome.NeedMore;
                // A client that does not begin like SSH is told at once.
                return !allowPreamble || consumed + rest.Length >= MaxPreamble ? Outcome.Invalid : Outcome.NeedMore;
            }
            consumed += end + 1;
            if (isIdentification)
            {
                var line = rest[..end].TrimEnd((byte)'\r');
                if (end >= MaxLength || line.ContainsAnyExceptInRange((byte)0x20, (byte)0x7e)) return Outcome.Invalid;
                identification = Encoding.ASCII.GetString(line);
                var isVersion2 = identification.StartsWith("SSH-2.0-", StringComparison.Ordinal) || identification.StartsWith("SSH-1.99-", StringComparison.Ordinal);
                return isVersion2 ? Outcome.Done : Outcome.Invalid;
            }
            if (!allowPreamble || consumed > MaxPreamble) return Outcome.Invalid;
        }
    }
}
