using System.Collections.Frozen;

using Sluice.Proxy.Commands;

namespace Sluice.Proxy.Options;

/// <summary>The limits of users and repositories.</summary>
internal static class QuotaSection
{
    private const long LeastBandwidth = 64 << 10;
    private const long MostBandwidth = 1L << 40;

    public static QuotaModel Build(SluiceConfig config, Faults faults)
    {
        var byDefault = QuotaModel.Default;
        return new QuotaModel
        {
            PerUser = faults.Read(
                nameof(config.MaxSessionsPerUser), config.MaxSessionsPerUser, byDefault.PerUser, AdmissionSection.TryParseNumberOrNone, "a number from 1 to 1000000, or none"),
            PerRepository = PerRepository(config.MaxSessionsPerRepository, faults.Below(nameof(config.MaxSessionsPerRepository))),
            QueueTimeout = faults.Read(
                nameof(config.SessionQueueTimeout), config.SessionQueueTimeout, byDefault.QueueTimeout, Duration.TryParse, "a time from 0 to 10m", TimeSpan.Zero, TimeSpan.FromMinutes(10)),
            BandwidthPerUser = faults.Read(
                nameof(config.BandwidthPerUser), config.BandwidthPerUser, byDefault.BandwidthPerUser, TryParseBandwidth, "a size a second from 64K, such as 20M, or none"),
        };
    }

    private static FrozenDictionary<HostingService, int> PerRepository(RepositoryLimitConfig? config, Faults faults)
    {
        var limits = new Dictionary<HostingService, int>();
        foreach (var (name, text) in config ?? [])
        {
            var where = name == RepositoryLimitConfig.EveryService ? faults : faults.Below(name);
            if (!AdmissionSection.TryParseNumberOrNone(text, out var limit)) where.Add($"'{text}' is not a number from 1 to 1000000, or none.");
            else if (HostingServiceNames.TryParse(name, out var service)) limits[service] = limit;
            else if (name != RepositoryLimitConfig.EveryService) where.Add($"'{name}' is no service: expected one of {string.Join(", ", HostingServiceNames.Routable)}.");
            else AddToOthers(limits, config!, limit);
        }
        return limits.ToFrozenDictionary();
    }

    private static void AddToOthers(Dictionary<HostingService, int> limits, RepositoryLimitConfig config, int limit)
    {
        foreach (var name in HostingServiceNames.Routable)
        {
            if (!config.ContainsKey(name) && HostingServiceNames.TryParse(name, out var service)) limits[service] = limit;
        }
    }

    private static bool TryParseBandwidth(string text, out long bytes)
    {
        bytes = 0;
        return text == "none" || (ByteSize.TryParse(text, out bytes) && bytes is >= LeastBandwidth and <= MostBandwidth);
    }
}
