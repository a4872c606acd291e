using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

using Sluice.Proxy.Admin.Live;
using Sluice.Proxy.Hosting;

namespace Sluice.Proxy.Admin.Memory;

/// <summary>The one timer of what operators watch: every two seconds it takes a sample, and has memory given back if a crowd has left.</summary>
internal sealed class LiveSampler(
    MemoryReader reader, MemoryHistory history, TrafficRates rates, MemoryTrim trim, TimeProvider time, ILogger<LiveSampler> logger) : BackgroundService
{
    /// <summary>From one sample to the next.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do Sample();
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private void Sample()
    {
        try
        {
            rates.Sample();
            var sample = reader.Read();
            history.Add(sample);
            trim.OnSample(TimeSpan.FromMilliseconds(Environment.TickCount64), sample.Connections, sample.Rented.Values.Sum(), sample.Processor);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            logger.SamplingFailed(e);
        }
    }
}
