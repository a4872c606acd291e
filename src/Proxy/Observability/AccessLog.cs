using Microsoft.Extensions.Logging;

namespace Sluice.Proxy.Observability;

/// <summary>Writes the access line of each request and counts it.</summary>
internal sealed class AccessLog(ILogger<AccessLog> logger, SluiceMetrics metrics)
{
    /// <summary>The request has begun: its exec line was understood or not, it is alive until <see cref="Ended"/>.</summary>
    public void Started() => throw new NotImplementedException(logger.ToString() + metrics);

    /// <summary>The request is over. Called exactly once for each <see cref="Started"/>.</summary>
    public void Ended(AccessRecord record) => throw new NotImplementedException(record.ToString());
}
