using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;

using Microsoft.Extensions.Logging;

using Sluice.Proxy.Routing;

namespace Sluice.Proxy.Options;

/// <summary>Makes the model from the text, section by section, and goes on after a fault.</summary>
internal static class ModelBuilder
{
    /// <summary>The model; it may be used only if no fault was added.</summary>
    /// <param name="config">What is written.</param>
    /// <param name="folder">What relative paths are relative to.</param>
    /// <param name="adminSocket">Where the admin endpoint's socket is if nothing is said about it.</param>
    /// <param name="faults">Takes what is wrong.</param>
    public static SluiceModel Build(SluiceConfig config, string folder, string adminSocket, Faults faults)
    {
        var files = new KeyFiles(folder);
        var backends = Backends(config, files, faults);
        string[] names = [.. config.Backends?.Keys.AsEnumerable() ?? []];
        var (addresses, proxyProtocol) = ListenSection.Build(config, faults);
        return new SluiceModel
        {
            ListenAddresses = addresses,
            ProxyProtocol = proxyProtocol,
            Server = ServerSection.Build(config, files, faults),
            Admission = AdmissionSection.Build(config, faults),
            Quotas = QuotaSection.Build(config, faults),
            AcceptEnv = EnvironmentPatterns(config, backends.Values.SelectMany(backend => backend.Identity.Names), faults),
            Keys = KeysSection.Build(config, folder, faults),
            Backends = backends,
            BackendGroups = BackendGroupSection.Build(config.BackendGroups, names, faults),
            Health = HealthSection.Build(config.Health, faults),
            Timeouts = TimeoutSection.Build(config, faults),
            Routes = RouteSection.Build(config.Routes, names, BackendGroupSection.Names(config.BackendGroups), faults),
            Authorization = AuthorizationSection.Build(config.Authorization, files, faults),
            ChannelWindow = (uint)faults.Read(
                nameof(config.ChannelWindow), config.ChannelWindow, 1L << 20, ByteSize.TryParse, "a size from 64K to 256M", 64L << 10, 256L << 20),
            MemoryBudget = faults.Read(
                nameof(config.MemoryBudget), config.MemoryBudget, SluiceModel.DefaultMemoryBudget, ByteSize.TryParse, "a size from 16M to 1023G", 16L << 20, 1L << 40),
            DrainTimeout = faults.Read(nameof(config.DrainTimeout), config.DrainTimeout, TimeSpan.FromMinutes(10), Duration.TryParse, Duration.Expected),
            Admin = AdminSection.Build(config, adminSocket, files, faults),
            Files = files.Read,
            ReloadOnChange = faults.Read(nameof(config.ReloadOnChange), config.ReloadOnChange, false, OnOff.TryParse, OnOff.Expected),
            MetricsListen = faults.Read<IPEndPoint?>(
                nameof(config.MetricsListen), config.MetricsListen, null, TryParseListen, "an address and a port, such as 127.0.0.1:9222, or none"),
            GameDays = faults.Read(nameof(config.GameDays), config.GameDays, false, OnOff.TryParse, "yes or no"),
            LogLevel = faults.Read(
                nameof(config.LogLevel), config.LogLevel, LogLevel.Information, LogWords.TryParseLevel, $"one of {LogWords.Levels}"),
            LogFormat = faults.Read(nameof(config.LogFormat), config.LogFormat, LogFormat.Text, LogWords.TryParseFormat, "text or json"),
        };
    }

    private static bool TryParseListen(string text, out IPEndPoint? endPoint)
    {
        endPoint = null;
        if (text == "none") return true;
        var parsed = HostPort.TryParseEndPoint(text, out var value);
        endPoint = value;
        return parsed;
    }

    private static AcceptEnv EnvironmentPatterns(SluiceConfig config, IEnumerable<string> reserved, Faults faults)
    {
        if (config.AcceptEnv is not { } written) return new AcceptEnv(AcceptEnv.Default.Patterns, reserved);
        for (var i = 0; i < written.Count; i++)
        {
            var name = written[i].Replace('*', 'x').Replace('?', 'x');
            if (!EnvironmentName.IsValid(name)) faults.Below(nameof(config.AcceptEnv), i).Add($"'{written[i]}' is not a variable's name; * and ? are fine in it.");
        }
        return new AcceptEnv([.. written.Select(pattern => new Glob(pattern))], reserved);
    }

    private static FrozenDictionary<string, BackendModel> Backends(SluiceConfig config, KeyFiles files, Faults faults)
    {
        var backends = new Dictionary<string, BackendModel>(StringComparer.Ordinal);
        if (config.Backends is not { Count: > 0 }) faults.Add(nameof(config.Backends), "It is missing: expected at least one backend, as in { \"main\": { \"Address\": … } }.");
        foreach (var (name, backend) in config.Backends ?? [])
        {
            if (BackendSection.Build(name, backend ?? new BackendConfig(), files, faults.Below(nameof(config.Backends)).Below(name)) is { } model) backends.Add(name, model);
        }
        return backends.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
