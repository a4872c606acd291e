using Sluice.Proxy.Options;

namespace Sluice.Proxy.Hosting;

/// <summary>Where the configuration comes from when it is to be read again.</summary>
/// <param name="Read">Reads and checks all of it.</param>
internal sealed record ConfigurationSource(Func<ConfigurationResult> Read);
