using System.Text.Json.Nodes;

using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>What the proxy says of its memory, against what its heap does.</summary>
public sealed class MemoryTests
{
    private const int Connections = 1000;
    private const int Requests = 60;

    [Fact]
    public async Task Objects_cost_what_is_said_and_all_is_given_back_when_a_crowd_has_left()
    {
        await using var site = await Installation.StartAsync();
        await site.CreateGitAsync("team/app.git", GitContent.Small);
        var crowd = new Crowd();
        // What the first ones cost, the program has for all that follow.
        await crowd.ConnectAsync(site, 50);
        crowd.Fetch("/team/app.git", 10);
        await SettledAsync(site, 50, 10);
        crowd.Leave();
        await SettledAsync(site, 0, 0);

        var before = await HeapAsync(site);
        await crowd.ConnectAsync(site, Connections);
        await SettledAsync(site, Connections, 0);
        var (connected, page) = await CollectAsync(site);
        crowd.Fetch("/team/app.git", Requests);
        await SettledAsync(site, Connections, Requests);
        var asked = await HeapAsync(site);
        crowd.Leave();
        await Eventually.HoldsAsync(
            () => site.Proxy.Log.Contains("\"event\":\"MemoryReleased\"", StringComparison.Ordinal), TimeSpan.FromSeconds(100), () => $"nothing was given back. The log:\n{site.Proxy.Log}");

        Assert.InRange((connected - before) / (double)Connections, 0.7 * (long)page["connectionObjects"]!, 1.4 * (long)page["connectionObjects"]!);
        // Of so few the collector's own bookkeeping is a part.
        Assert.InRange((asked - connected) / (double)Requests, 0.4 * (long)page["requestObjects"]!, 2.5 * (long)page["requestObjects"]!);
        Assert.InRange(await HeapAsync(site) - before, long.MinValue, (connected - before) / 5);
    }

    private static async Task<long> HeapAsync(Installation site) => (await CollectAsync(site)).Heap;

    private static async Task<(long Heap, JsonNode Page)> CollectAsync(Installation site)
    {
        var json = JsonNode.Parse((await SluiceCommand.RunAsync(site, "memory", "--gc", "--json")).MustSucceed().Output)!;
        return ((long)json["after"]!["heap"]!, json["page"]!);
    }

    private static async Task SettledAsync(Installation site, int connections, int requests)
    {
        var (seen, until) = ("", DateTime.UtcNow.AddSeconds(60));
        while (seen != $"{connections} {requests}")
        {
            Assert.True(DateTime.UtcNow < until, $"{connections} connections with {requests} requests were expected, {seen} are there.");
            var json = JsonNode.Parse((await SluiceCommand.RunAsync(site, "sessions", "--top", "1", "--json")).MustSucceed().Output)!;
            seen = $"{json["connections"]} {json["requests"]}";
        }
    }
}
