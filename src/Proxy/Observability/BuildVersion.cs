using System.Reflection;

namespace Sluice.Proxy.Observability;

/// <summary>The version that this program was built as: <c>major.minor.commits.sha-date.time</c>.</summary>
internal static class BuildVersion
{
    /// <summary>The version's text.</summary>
    public static string Text { get; } =
        typeof(BuildVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
