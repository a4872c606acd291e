using System.Globalization;

namespace Sluice.Proxy.Options;

/// <summary>Reads the words of PerSourcePenalties, as in <c>authfail:5s max:10m overflow:permissive</c>.</summary>
internal static class PenaltyWords
{
    private const string Words =
        "crash, authfail, noauth, grace-exceeded, refuseconnection, protocol, max, min, max-sources4, max-sources6, overflow and overflow6";

    private const int LeastSources = 16;
    private const int MostSources = 1_000_000;

    /// <summary>Reads <c>no</c>, <c>yes</c>, or words that change the defaults.</summary>
    public static PenaltyModel Read(PerSourcePenaltiesConfig? config, Faults faults)
    {
        var model = PenaltyModel.Default;
        if (config is null) return model;
        model = model with { IsDryRun = faults.Read(nameof(config.DryRun), config.DryRun, byDefault: false, TryParseYesNo, "yes or no") };
        var text = config.Penalties ?? "yes";
        if (TryParseYesNo(text, out var isEnabled)) return model with { IsEnabled = isEnabled };
        var below = config.DryRun is null ? faults : faults.Below(nameof(config.Penalties));
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = word.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && TryApply(word[..colon].ToLowerInvariant(), word[(colon + 1)..], ref model)) continue;
            below.Add($"'{word}' is not understood: expected words such as authfail:5s, of {Words}, each with a time, max-sources with a number from 16 to 1000000, overflow with permissive or deny-all.");
        }
        if (model.Max < model.Min) below.Add("max is shorter than min: expected at least as much, or nobody would ever be kept out.");
        return model;
    }

    private static bool TryApply(string word, string text, ref PenaltyModel model)
    {
        var time = Duration.TryParse(text, out var value) ? value : (TimeSpan?)null;
        var sources = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= LeastSources and <= MostSources ? number : (int?)null;
        bool? isDenied = text switch { "deny-all" => true, "permissive" => false, _ => null };
        var changed = (word, time, sources, isDenied) switch
        {
            ("crash", { } t, _, _) => model with { Crash = t },
            ("authfail", { } t, _, _) => model with { AuthFail = t },
            ("noauth", { } t, _, _) => model with { NoAuth = t },
            ("grace-exceeded", { } t, _, _) => model with { GraceExceeded = t },
            ("refuseconnection", { } t, _, _) => model with { RefuseConnection = t },
            ("protocol", { } t, _, _) => model with { Protocol = t },
            ("max", { } t, _, _) => model with { Max = t },
            ("min", { } t, _, _) => model with { Min = t },
            ("max-sources4", _, { } n, _) => model with { MaxSources4 = n },
            ("max-sources6", _, { } n, _) => model with { MaxSources6 = n },
            ("overflow", _, _, { } d) => model with { DenyAll4 = d, DenyAll6 = d },
            ("overflow6", _, _, { } d) => model with { DenyAll6 = d },
            _ => null,
        };
        if (changed is not null) model = changed;
        return changed is not null;
    }

    private static bool TryParseYesNo(string text, out bool value)
    {
        value = text.Equals("yes", StringComparison.OrdinalIgnoreCase);
        return value || text.Equals("no", StringComparison.OrdinalIgnoreCase) || OnOff.TryParse(text, out value);
    }
}
