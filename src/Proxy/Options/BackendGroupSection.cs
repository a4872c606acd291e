using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;

namespace Sluice.Proxy.Options;

/// <summary>The backend groups of the configuration.</summary>
internal static class BackendGroupSection
{
    private static readonly string[] _placements = ["least-sessions", "consistent-hash"];
    private static readonly string[] _roles = ["primary", "replica"];

    /// <summary>All groups; <paramref name="backends"/> are the names below Sluice:Backends.</summary>
    public static FrozenDictionary<string, BackendGroupModel> Build(
        Dictionary<string, BackendGroupConfig>? config, IReadOnlyList<string> backends, Faults faults)
    {
        var names = Names(config);
        var below = faults.Below(nameof(SluiceConfig.BackendGroups));
        return (config ?? [])
            .Select(group => BuildGroup(group.Key, group.Value ?? new BackendGroupConfig(), backends, names, below.Below(group.Key)))
            .ToFrozenDictionary(group => group.Name, StringComparer.Ordinal);
    }

    /// <summary>The groups' names as written.</summary>
    public static IReadOnlyList<string> Names(Dictionary<string, BackendGroupConfig>? config) => [.. config?.Keys.AsEnumerable() ?? []];

    private static BackendGroupModel BuildGroup(
        string name, BackendGroupConfig config, IReadOnlyList<string> backends, IReadOnlyList<string> groups, Faults faults)
    {
        if (!name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')) faults.Add("A group's name consists of letters, digits, dots, dashes and underscores.");
        // The configuration's keys know no case, and a route that names one of two such names would be misread.
        if (backends.Contains(name, StringComparer.OrdinalIgnoreCase)) faults.Add($"There is a backend '{name}' as well, and a route could mean either: give the group another name.");
        return new BackendGroupModel(
            name,
            Members(config.Members ?? [], backends, groups, faults),
            Word<PlacementPolicy>(nameof(config.Placement), config.Placement, _placements, faults),
            faults.Read(
                nameof(config.ReadYourWrites), config.ReadYourWrites, TimeSpan.FromSeconds(10), Duration.TryParse, "a time from 0 to 1h", TimeSpan.Zero, TimeSpan.FromHours(1)),
            faults.Read(nameof(config.PanicThreshold), config.PanicThreshold, 50, TryParsePercent, "a percentage from 0% to 100%", 0, 100));
    }

    private static ImmutableArray<BackendGroupMemberModel> Members(
        List<BackendGroupMemberConfig> config, IReadOnlyList<string> backends, IReadOnlyList<string> groups, Faults faults)
    {
        const string Key = nameof(BackendGroupConfig.Members);
        var members = config.Select((member, index) => BuildMember(member, backends, groups, faults.Below(Key, index))).ToImmutableArray();
        if (members.Length == 0) faults.Add(Key, "It is missing: expected at least one member, as in [ { \"Backend\": \"main\" } ].");
        if (members.Length > BackendGroupModel.MostMembers) faults.Add(Key, $"Expected at most {BackendGroupModel.MostMembers} members.");
        if (members.Length > 0 && members.All(member => member.Role == MemberRole.Replica))
            faults.Add(Key, "All members are replicas, so nobody takes writes: expected at least one with Role primary.");
        for (var i = 0; i < members.Length; i++)
        {
            var backend = members[i].Backend;
            if (backend.Length > 0 && members.Take(i).Any(member => member.Backend == backend))
                faults.Below(Key, i).Add(nameof(BackendGroupMemberConfig.Backend), $"Backend '{backend}' is in the group already: raise its Weight to give it more.");
        }
        return members;
    }

    private static BackendGroupMemberModel BuildMember(BackendGroupMemberConfig config, IReadOnlyList<string> backends, IReadOnlyList<string> groups, Faults faults)
    {
        var backend = faults.Required(nameof(config.Backend), config.Backend, "the name of a backend below Sluice:Backends") ?? "";
        if (groups.Contains(backend, StringComparer.Ordinal) && !backends.Contains(backend, StringComparer.Ordinal))
            faults.Add(nameof(config.Backend), $"'{backend}' is a group: members are backends.");
        else if (backend.Length > 0 && !backends.Contains(backend, StringComparer.Ordinal))
            faults.Add(nameof(config.Backend), $"There is no backend '{backend}' below Sluice:Backends.{Suggestion.For(backend, backends)}");
        return new BackendGroupMemberModel(
            backend,
            faults.Number(nameof(config.Weight), config.Weight, 1, 1, 1000),
            Word<MemberRole>(nameof(config.Role), config.Role, _roles, faults));
    }

    /// <summary>Reads one of an enumeration's words, which stand in the order of its values; the first is the default.</summary>
    private static T Word<T>(string key, string? written, string[] words, Faults faults)
        where T : struct, Enum
    {
        if (written is null) return default;
        var index = Array.FindIndex(words, word => word.Equals(written, StringComparison.OrdinalIgnoreCase));
        if (index < 0) faults.Add(key, $"'{written}' is not one of {string.Join(", ", words)}.{Suggestion.For(written, words)}");
        return Enum.GetValues<T>()[Math.Max(index, 0)];
    }

    private static bool TryParsePercent(string text, out int percent) =>
        int.TryParse(text.EndsWith('%') ? text.AsSpan()[..^1] : text, NumberStyles.None, CultureInfo.InvariantCulture, out percent);
}
