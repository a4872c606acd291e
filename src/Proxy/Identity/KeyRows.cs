using System.Collections.Immutable;

using Microsoft.Extensions.Logging;

using Sluice.Proxy.Caching;
using Sluice.Proxy.Observability;
using Sluice.Transport;

namespace Sluice.Proxy.Identity;

/// <summary>Judges what a directory elsewhere says, by the rules that hold for the folder of keys.</summary>
internal static class KeyRows
{
    /// <summary>More rows for one key than these are a mistake of the directory.</summary>
    public const int Most = 64;

    private const int LongestOptions = 4096;
    private const int LongestComment = 256;
    private const int LongestKeyId = 64;

    /// <summary>The usable rows, or no. Rows that cannot be used are told in the log.</summary>
    public static Answer<ImmutableArray<KnownKey>> Judge(
        SshPublicKey key, IReadOnlyCollection<KeyRow> rows, TimeZoneInfo local, ILogger logger, TimeSpan? maxAge = null)
    {
        if (rows.Count > Most) return Answer.Error<ImmutableArray<KnownKey>>($"There are more than {Most} entries for the key {key.Fingerprint}.");
        var usable = ImmutableArray.CreateBuilder<KnownKey>();
        var userNames = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            // Entries of two users count, usable or not: what makes one of them unusable may be a mistake.
            if (!row.Blob.Span.SequenceEqual(key.Blob.Span)) logger.KeyFault($"An entry for the key {key.Fingerprint} is not used: it has another key.");
            else if (userNames.Add(row.UserName) && userNames.Count > 1) break;
            else if (TryRead(row, local, out var known, out var fault)) usable.Add(known);
            else logger.KeyFault($"An entry for the key {key.Fingerprint} is not used: {fault}.");
        }
        if (userNames.Count > 1)
        {
            logger.KeyFault($"The key {key.Fingerprint} is refused because several users have it.");
            usable.Clear();
        }
        return usable.Count > 0 ? Answer.Positive(usable.ToImmutable(), maxAge) : Answer.Negative<ImmutableArray<KnownKey>>([], maxAge);
    }

    private static bool TryRead(KeyRow row, TimeZoneInfo local, out KnownKey known, out string fault)
    {
        known = null!;
        fault = "";
        var options = KeyOptions.None;
        if (!UserName.IsValid(row.UserName)) fault = "a user's name consists of up to 64 letters, digits, _ and -";
        else if (!IsKeyId(row.KeyId)) fault = $"a key's id consists of up to {LongestKeyId} letters, digits and the characters _ . : -";
        else if (row.Options.Length > LongestOptions) fault = $"its options are longer than {LongestOptions} characters";
        else if (row.Options.Length > 0 && !KeyOptions.TryParse(row.Options, local, out options, out fault)) fault = fault.TrimEnd('.');
        if (fault.Length > 0) return false;
        var comment = row.Comment.Length > LongestComment ? row.Comment[..LongestComment] : row.Comment;
        known = new KnownKey(row.UserName, options, comment, row.KeyId, row.Blob);
        return true;
    }

    // It may become a word of a backend's command line, which must need no quotes and be no option.
    private static bool IsKeyId(string id) =>
        id.Length <= LongestKeyId && !id.StartsWith('-') && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or ':' or '-');
}
