using Sluice.Proxy.Commands;

namespace Sluice.Proxy.Options;

/// <summary>ChannelTimeout, TotalTimeout and UnusedConnectionTimeout.</summary>
internal static class TimeoutSection
{
    private const string Expected = "a time of at least 1s, such as 10m, or none";

    public static TimeoutModel Build(SluiceConfig config, Faults faults)
    {
        var defaults = TimeoutModel.Default;
        return new TimeoutModel
        {
            Channel = Times(nameof(config.ChannelTimeout), config.ChannelTimeout, defaults.Channel, faults),
            Total = Times(nameof(config.TotalTimeout), config.TotalTimeout, defaults.Total, faults),
            UnusedConnection = faults.Read(nameof(config.UnusedConnectionTimeout), config.UnusedConnectionTimeout, defaults.UnusedConnection, TryParse, Expected),
        };
    }

    /// <summary>Who writes <c>*</c> means every service that is not named, whatever the defaults are.</summary>
    private static ServiceTimes Times(string key, ServiceTimesConfig? config, ServiceTimes byDefault, Faults faults)
    {
        if (config is null) return byDefault;
        var below = faults.Below(key);
        foreach (var name in config.Keys.Where(name => name != ServiceTimesConfig.Every && !HostingServiceNames.All.Contains(name)))
            below.Add(name, $"No service has this name.{Suggestion.For(name, HostingServiceNames.All)} Expected one of {string.Join(", ", HostingServiceNames.All)}, or {ServiceTimesConfig.Every} for all others.");
        var every = config.ContainsKey(ServiceTimesConfig.Every) ? Time(ServiceTimesConfig.Every, TimeSpan.Zero) : (TimeSpan?)null;
        return new ServiceTimes([.. HostingServiceNames.All.Select((name, i) => Time(name, every ?? byDefault[(HostingService)i]))]);

        TimeSpan Time(string name, TimeSpan otherwise) => below.Read(name, config.GetValueOrDefault(name), otherwise, TryParse, Expected);
    }

    private static bool TryParse(string text, out TimeSpan time)
    {
        time = TimeSpan.Zero;
        return text == "none" || (Duration.TryParse(text, out time) && time >= TimeSpan.FromSeconds(1));
    }
}
