using Sluice.Proxy.Options;

namespace Sluice.Proxy.Hosting;

/// <summary>What a running process cannot change about itself. To leave it as it was without a word would be a lie in the file.</summary>
internal static class FixedSettings
{
    /// <summary>The sentences that refuse a configuration; none if it changes nothing of that kind.</summary>
    public static IEnumerable<string> Refusals(SluiceModel before, SluiceModel wanted)
    {
        if (!Equals(before.MetricsListen, wanted.MetricsListen)) yield return Refusal(nameof(SluiceConfig.MetricsListen));
        if (!before.Admin.Addresses.SequenceEqual(wanted.Admin.Addresses)) yield return Refusal(nameof(SluiceConfig.AdminListen));
        if (before.Admin.TokenFile != wanted.Admin.TokenFile) yield return Refusal(nameof(SluiceConfig.AdminTokenFile));
        if (before.MemoryBudget != wanted.MemoryBudget) yield return Refusal(nameof(SluiceConfig.MemoryBudget));
        if (before.GameDays != wanted.GameDays) yield return Refusal(nameof(SluiceConfig.GameDays));
        if (before.LogLevel != wanted.LogLevel) yield return Refusal(nameof(SluiceConfig.LogLevel));
        if (before.LogFormat != wanted.LogFormat) yield return Refusal(nameof(SluiceConfig.LogFormat));
        if (before.ReloadOnChange != wanted.ReloadOnChange) yield return Refusal(nameof(SluiceConfig.ReloadOnChange));
    }

    private static string Refusal(string key) => $"Sluice:{key}: It does not change while the process runs: run sluice upgrade, which loses nothing, or put it back.";
}
