using System.Globalization;

namespace Sluice.Proxy.Observability;

/// <summary>Counts as people write them.</summary>
internal static class Plural
{
    /// <summary>As in <c>1 request</c> and <c>2 requests</c>.</summary>
    public static string Of(long count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
