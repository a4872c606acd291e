using System.Collections.Frozen;
using System.Collections.Immutable;

using Sluice.Transport;

namespace Sluice.Proxy.Identity;

/// <summary>Users and keys at one moment; immutable, exchanged as a whole.</summary>
/// <param name="Keys">Each key with the lines, all of one user, that allow it.</param>
/// <param name="Faults">One sentence for each line or file that is not used.</param>
internal sealed record KeySnapshot(FrozenDictionary<SshPublicKey, ImmutableArray<AuthorizedKey>> Keys, ImmutableArray<string> Faults)
{
    /// <summary>The users that have a usable key.</summary>
    public FrozenSet<string> UserNames { get; } = Keys.Values.Select(lines => lines[0].UserName).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>How many users have a usable key.</summary>
    public int UserCount => UserNames.Count;

    /// <summary>
    /// Makes a snapshot of files given by name and text. A key that two users claim is nobody's: whoever of the two
    /// came in would be called by the other's name.
    /// </summary>
    public static KeySnapshot Create(IEnumerable<KeyValuePair<string, string>> files, TimeZoneInfo local)
    {
        var keys = new Dictionary<SshPublicKey, ImmutableArray<AuthorizedKey>>();
        var faults = new List<string>();
        foreach (var (file, text) in files)
        {
            if (!TryGetUserName(file, out var userName))
            {
                faults.Add($"{file} is ignored: a user's name consists of letters, digits, _ and -, and its file is called NAME.pub.");
                continue;
            }
            foreach (var line in ReadLines(file, text, userName, local, faults))
                keys[line.Key] = keys.TryGetValue(line.Key, out var lines) ? lines.Add(line) : [line];
        }
        foreach (var (key, lines) in keys.Where(entry => entry.Value.Select(line => line.UserName).Distinct(StringComparer.Ordinal).Count() > 1).ToList())
        {
            faults.Add($"The key {key.Fingerprint} is refused because several users have it: see {string.Join(", ", lines.Select(line => line.Place))}.");
            keys.Remove(key);
        }
        return new KeySnapshot(keys.ToFrozenDictionary(), [.. faults]);
    }

    // The part before the first dot: alice.pub and alice.laptop.pub are both alice's.
    private static bool TryGetUserName(string file, out string userName)
    {
        userName = file.Split('.')[0];
        return file.EndsWith(".pub", StringComparison.Ordinal) && UserName.IsValid(userName);
    }

    private static IEnumerable<AuthorizedKey> ReadLines(string file, string text, string userName, TimeZoneInfo local, List<string> faults)
    {
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (AuthorizedKey.TryParse(line, userName, $"{file}:{number}", local, out var key, out var fault)) yield return key;
            else if (fault.Length > 0) faults.Add($"{file}:{number} is not used: {fault.TrimEnd('.')}.");
        }
    }
}
