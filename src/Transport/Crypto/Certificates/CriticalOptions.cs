using System.Text;
using Sluice.Transport.Wire;

namespace Sluice.Transport.Crypto.Certificates;

/// <summary>A certificate's critical options (PROTOCOL.certkeys): restrictions, which must be kept or the certificate refused.</summary>
/// <param name="ForceCommand">What is run in place of what the user asks for; null if there is none.</param>
/// <param name="Source">Where the user may come from; null is everywhere.</param>
/// <param name="NeedsVerification">True if an authenticator must have asked for a PIN or a fingerprint.</param>
/// <param name="Unknown">The first option that is not known here; empty if all are.</param>
internal sealed record CriticalOptions(string? ForceCommand, SourceAddresses? Source, bool NeedsVerification, string Unknown)
{
    private static readonly CriticalOptions _none = new(null, null, false, "");

    /// <summary>True if there is none at all.</summary>
    public bool IsEmpty => this == _none;

    /// <summary>Reads the list; false if it is malformed. An unknown option is no such fault: it is told by <see cref="Unknown"/>.</summary>
    public static bool TryParse(ReadOnlySpan<byte> list, out CriticalOptions options)
    {
        options = _none;
        var reader = new OptionReader(list);
        while (reader.TryRead(out var name, out var data))
        {
            if (name.SequenceEqual("force-command"u8))
            {
                if (!TryReadText(data, out var command)) return false;
                options = options with { ForceCommand = command };
            }
            else if (name.SequenceEqual("source-address"u8))
            {
                if (!TryReadText(data, out var written) || !SourceAddresses.TryParse(written, out var source)) return false;
                options = options with { Source = source };
            }
            else if (name.SequenceEqual("verify-required"u8))
            {
                if (!data.IsEmpty) return false;
                options = options with { NeedsVerification = true };
            }
            else if (options.Unknown.Length == 0)
            {
                options = options with { Unknown = Show(name) };
            }
        }
        return !reader.Failed;
    }

    // A value is a string within the string of the pair.
    private static bool TryReadText(ReadOnlySpan<byte> data, out string text)
    {
        var reader = new WireReader(data);
        text = reader.ReadText();
        return reader.IsComplete;
    }

    // The name comes from outside and ends up in a log: only plain names are repeated.
    private static string Show(ReadOnlySpan<byte> name) =>
        name.Length <= 64 && !name.ContainsAnyExceptInRange((byte)'!', (byte)'~') ? Encoding.ASCII.GetString(name) : "with a strange name";
}
