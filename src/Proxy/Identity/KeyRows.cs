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

    /// <summary>The usable rows as lines, or no. Rows that cannot be used are told in the log.</summary>
    public static Answer<ImmutableArray<AuthorizedKey>> Judge(
        SshPublicKey key, IReadOnlyCollection<KeyRow> rows, TimeZoneInfo local, ILogger logger, TimeSpan? maxAge = null)
    {
        if (rows.Count > Most) return Answer.Error<ImmutableArray<AuthorizedKey>>($"There are more than {Most} entries for the key {key.Fingerprint}.");
        var lines = ImmutableArray.CreateBuilder<AuthorizedKey>();
        var userNames = new HashSet<string>(StringComparer.Ordinal);
        foreach (var row in rows)
        {
            // Entries of two users count, usable or not: what makes one of them unusable may be a mistake.
            if (!row.Blob.Span.SequenceEqual(key.Blob.Span)) logger.KeyFault($"An entry for the key {key.Fingerprint} is not used: it has another key.");
            else if (userNames.Add(row.UserName) && userNames.Count > 1) break;
            else if (TryRead(key, row, local, out var line, out var fault)) lines.Add(line);
            else logger.KeyFault($"An entry for the key {key.Fingerprint} is not used: {fault}.");
        }
        if (userNames.Count > 1)
        {
            logger.KeyFault($"The key {key.Fingerprint} is refused because several users have it.");
            lines.Clear();
        }
        return lines.Count > 0 ? Answer.Positive(lines.ToImmutable(), maxAge) : Answer.Negative<ImmutableArray<AuthorizedKey>>([], maxAge);
    }

    private static bool TryRead(SshPublicKey key, KeyRow row, TimeZoneInfo local, out AuthorizedKey line, out string fault)
    {
        line = null!;
        fault = "";
        var options = KeyOptions.None;
        if (!UserName.IsValid(row.UserName)) fault = "a user's name consists of up to 64 letters, digits, _ and -";
        else if (!IsKeyId(row.KeyId)) fault = $"a key's id consists of up to {LongestKeyId} letters, digits and the characters _ . : -";
        else if (row.Options.Length > LongestOptions) fault = $"its options are longer than {LongestOptions} characters";
        else if (row.Options.Length > 0 && !KeyOptions.TryParse(row.Options, local, out options, out fault)) fault = fault.TrimEnd('.');
        if (fault.Length > 0) return false;
        var comment = row.Comment.Length > LongestComment ? row.Comment[..LongestComment] : row.Comment;
        var place = row.KeyId.Length > 0 ? $"key {row.KeyId}" : "its entry";
        line = new AuthorizedKey(row.UserName, key, options, comment, place, row.KeyId);
        return true;
    }

    // It may become a word of a backend's command line, which must need no quotes and be no option.
    private static bool IsKeyId(string id) =>
        id.Length <= LongestKeyId && !id.StartsWith('-') && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or ':' or '-');
}
