using System.Net;

using Sluice.Proxy.Observability;
using Sluice.Proxy.Sessions;

using Xunit;

namespace Sluice.Proxy.Tests.Sessions;

/// <summary>What may be said of requests that still run.</summary>
public sealed class RequestDurationsTests
{
    private readonly RequestDurations _durations = new();

    [Fact]
    public void Too_few_say_nothing()
    {
        Add("git-upload-pack", 10, 20);

        Assert.Null(_durations.Remaining("git-upload-pack", TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void The_median_of_those_that_grew_older_counts()
    {
        Add("git-upload-pack", 1, 1, 1, 1, 30, 10, 20);
        Add("git-receive-pack", 1000, 1000, 1000);

        Assert.Equal(TimeSpan.FromSeconds(15), _durations.Remaining("git-upload-pack", TimeSpan.FromSeconds(5)));
        Assert.Null(_durations.Remaining("git-upload-pack", TimeSpan.FromSeconds(15)));
        Assert.Null(_durations.Remaining(null, TimeSpan.Zero));
    }

    [Fact]
    public void Only_the_last_ones_are_kept()
    {
        Add("git-upload-pack", [.. Enumerable.Repeat(100, 512)]);
        Add("git-upload-pack", [.. Enumerable.Repeat(2, 512)]);

        Assert.Equal(TimeSpan.FromSeconds(1), _durations.Remaining("git-upload-pack", TimeSpan.FromSeconds(1)));
        Assert.Null(_durations.Remaining("git-upload-pack", TimeSpan.FromSeconds(3)));
    }

    private void Add(string service, params int[] seconds)
    {
        foreach (var duration in seconds)
        {
            _durations.Add(new RequestView
            {
                Id = "lusab-babad-1",
                ConnectionId = "lusab-babad",
                User = "alice",
                Client = new IPEndPoint(IPAddress.Loopback, 1),
                Service = service,
                Phase = RequestPhase.Ending,
                BytesIn = 0,
                BytesOut = 0,
                QueuedIn = 0,
                QueuedOut = 0,
                Started = DateTimeOffset.UnixEpoch,
                Age = TimeSpan.FromSeconds(duration),
                Owes = Side.Client,
                Waits = default!,
            });
        }
    }
}
