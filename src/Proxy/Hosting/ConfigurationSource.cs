using Sluice.Proxy.Options;

namespace Sluice.Proxy.Hosting;

/// <summary>Where the configuration comes from when it is to be read again.</summary>
/// <param name="Read">Reads and checks all of it.</param>
/// <param name="File">Its file, as a full path; null if it is in none.</param>
internal sealed record ConfigurationSource(Func<ConfigurationResult> Read, string? File = null);
