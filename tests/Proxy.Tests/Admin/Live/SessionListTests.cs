using Microsoft.Extensions.Logging.Abstractions;

using Sluice.Proxy.Admin.Live;
using Sluice.Proxy.Sessions;
using Sluice.Proxy.Tests.Sessions;
using Sluice.Testing;

using Xunit;

namespace Sluice.Proxy.Tests.Admin.Live;

[Collection(nameof(Stage))]
public sealed class SessionListTests
{
    private static readonly SessionQuery _all = new("", null, SessionSort.Age, false, 10, 0);

    [Fact]
    public async Task A_session_is_listed_with_its_requests_its_memory_and_the_kernels_numbers()
    {
        await using var stage = await Stage.SetAsync();
        await stage.RunAsync();
        // The backend has the command; that it runs is known from its first word.
        await Eventually.HoldsAsync(() => stage.Live.Running.Any(request => request.Phase == RequestPhase.Running), TimeSpan.FromSeconds(10), () => "the command does not run");

        var row = Assert.Single(List(stage).Read(_all).Sessions);

        Assert.Equal("alice", row.User);
        Assert.Equal(1, row.Channels);
        Assert.Equal(ObjectSizes.Connection + ObjectSizes.Request, row.Memory.Objects);
        Assert.NotNull(row.Kernel);
        var request = Assert.Single(row.Requests);
        Assert.Equal(("git-upload-pack", "team/app.git", "main", RequestPhase.Running), (request.Service, request.Repository, request.Backend, request.Phase));
    }

    [Fact]
    public async Task The_list_is_cut_after_it_was_ordered_and_counts_all()
    {
        await using var stage = await Stage.SetAsync();
        await stage.ConnectAsync();
        await stage.ConnectAsync();
        await Eventually.HoldsAsync(() => stage.Live.Connections == 3, TimeSpan.FromSeconds(10), () => "three sessions are not seen");
        var list = List(stage);

        var oldest = list.Read(_all).Sessions.Select(row => row.Id).ToList();
        Assert.Equal(stage.Live.Sessions.OrderBy(session => session.Started).Select(session => session.Connection.Id), oldest);
        Assert.Equal(Enumerable.Reverse(oldest), list.Read(_all with { IsAscending = true }).Sessions.Select(row => row.Id));
        var second = list.Read(_all with { Limit = 1, Skip = 1 });
        Assert.Equal(oldest[1], Assert.Single(second.Sessions).Id);
        Assert.Equal((3, 3), (second.Connections, second.Matched));
        Assert.Equal(oldest[2], Assert.Single(list.Read(_all with { Search = oldest[2].ToUpperInvariant() }).Sessions).Id);
        Assert.Empty(list.Read(_all with { User = "bob" }).Sessions);
    }

    [Fact]
    public async Task A_rate_is_over_the_last_seconds_only()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider();
        await using var stage = await Stage.SetAsync(new StageOptions { Time = time });
        var (client, backend) = await stage.RunAsync();
        var rates = new TrafficRates(stage.Live, time);
        var request = stage.Live.Running.Single();
        await SendAsync(stage, backend, 30_000);
        rates.Sample();
        time.Advance(TimeSpan.FromSeconds(2));
        rates.Sample();
        await SendAsync(stage, backend, 10_000);
        time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(2500, rates.Of(request, request.View()));
        client.Ssh!.SendClose();
    }

    [Fact]
    public async Task An_id_of_a_connection_ends_it_with_all_requests_and_nothing_has_an_id_that_is_over()
    {
        await using var stage = await Stage.SetAsync();
        var (client, backend) = await stage.RunAsync();
        var kill = new SessionKill(List(stage), NullLogger<SessionKill>.Instance);
        var id = stage.Live.Sessions.Single().Connection.Id;

        Assert.Null(kill.Kill("lusab-babad", ""));
        Assert.Null(kill.Kill($"{id}-9", ""));
        Assert.Equal(new Killed(id, true, "alice", 1), kill.Kill(id, "the disk is being replaced"));

        await Eventually.HoldsAsync(() => !stage.Client.IsAlive && stage.Live.Connections == 0, TimeSpan.FromSeconds(20), () => "the connection goes on");
        await backend.UntilAsync("close");
        backend.Ssh!.SendClose();
        GC.KeepAlive(client);
    }

    private static SessionList List(Stage stage) => new(stage.Live, new TrafficRates(stage.Live, TimeProvider.System), TimeProvider.System);

    private static async Task SendAsync(Stage stage, RecordingChannel backend, int bytes)
    {
        var before = stage.Live.Running.Single().Bytes;
        Assert.Equal(bytes, backend.Ssh!.Send(new byte[bytes]));
        await Eventually.HoldsAsync(() => stage.Live.Running.Single().Bytes == before + bytes, TimeSpan.FromSeconds(10), () => "the bytes do not come through");
    }
}
