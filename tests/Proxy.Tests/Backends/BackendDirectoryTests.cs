using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;

using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

using Sluice.Proxy.Backends;
using Sluice.Proxy.Commands;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Proxy.Routing;
using Sluice.Testing;
using Sluice.Transport;

using Xunit;

namespace Sluice.Proxy.Tests.Backends;

/// <summary>Groups, fail-over and changes of the configuration, with backends that take channels and do nothing.</summary>
public sealed class BackendDirectoryTests : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private readonly SshPrivateKey _key = SshPrivateKey.GenerateEd25519();
    private readonly Dictionary<string, SshAcceptor> _servers = [];
    private readonly Dictionary<string, int> _ports = [];
    private readonly SluiceMetrics _metrics = new();
    private readonly FakeTimeProvider _time = new();
    private readonly BackendDirectory _directory;
    private readonly List<BackendLease> _leases = [];

    public BackendDirectoryTests() => _directory = new BackendDirectory(_metrics, NullLoggerFactory.Instance, _time);

    [Fact]
    public async Task A_group_s_next_member_takes_what_the_first_cannot()
    {
        Start("a");
        Start("b");
        await _servers["a"].DisposeAsync();
        _directory.Apply(Model([Backend("a"), Backend("b")], Group("git", "a", "b")));

        for (var i = 0; i < 20; i++) Assert.Equal("b", (await LeaseAsync("git")).Backend);
    }

    [Fact]
    public async Task A_group_without_a_member_that_can_be_reached_says_why()
    {
        Start("a");
        await _servers["a"].DisposeAsync();
        _directory.Apply(Model([Backend("a")], Group("git", "a")));

        Assert.Equal(EndReason.BackendUnreachable, (await LeaseAsync("git")).Failure!.Reason);
    }

    [Fact]
    public async Task A_member_that_failed_the_request_is_asked_last()
    {
        Start("a");
        Start("b");
        _directory.Apply(Model([Backend("a"), Backend("b")], Group("git", "a", "b")));

        for (var i = 0; i < 10; i++) Assert.Equal("a", (await LeaseAsync("git", failed: "b")).Backend);
    }

    [Fact]
    public async Task Who_is_full_is_passed_over()
    {
        Start("a");
        Start("b");
        var small = new PoolModel { MinIdle = 0, MaxConnections = 1, MaxSessionsPerConnection = 1 };
        _directory.Apply(Model([Backend("a", small), Backend("b")], Group("git", "a", "b") with { Placement = PlacementPolicy.ConsistentHash }));

        var backends = new List<string>();
        for (var i = 0; i < 20; i++) backends.Add((await LeaseAsync("git", $"repository-{i}")).Backend);

        Assert.Single(backends, "a");
        Assert.Equal(19, backends.Count(backend => backend == "b"));
    }

    [Fact]
    public async Task Reads_go_to_the_replica_and_to_the_primary_while_their_repository_is_written()
    {
        Start("a");
        Start("b");
        var group = new BackendGroupModel(
            "git", [new("a", 1, MemberRole.Primary), new("b", 1, MemberRole.Replica)], PlacementPolicy.LeastSessions, TimeSpan.FromMinutes(1), 50);
        _directory.Apply(Model([Backend("a"), Backend("b")], group));

        Assert.Equal("b", (await LeaseAsync("git", "/x.git")).Backend);
        var write = _directory.BeginWrite("/x");
        Assert.Equal("a", (await LeaseAsync("git", "/x", Access.Write)).Backend);
        Assert.Equal("a", (await LeaseAsync("git", "/x.git")).Backend);
        Assert.Equal("b", (await LeaseAsync("git", "/y.git")).Backend);
        _directory.EndWrite(write);
        Assert.Equal("a", (await LeaseAsync("git", "/x.git")).Backend);
    }

    [Fact]
    public async Task A_backend_that_stays_the_same_keeps_its_connections_when_others_come_and_go()
    {
        Start("a");
        Start("b");
        _directory.Apply(Model([Backend("a")]));
        var before = await LeaseAsync("a");

        _directory.Apply(Model([Backend("a"), Backend("b")]));
        var after = await LeaseAsync("a");
        await LeaseAsync("b");
        _directory.Apply(Model([Backend("a")]));

        Assert.Equal(before.Lease!.ConnectionId, after.Lease!.ConnectionId);
        Assert.Equal(before.Lease.ConnectionId, (await LeaseAsync("a")).Lease!.ConnectionId);
    }

    [Fact]
    public async Task A_backend_that_was_removed_keeps_its_sessions_and_loses_its_connection_with_the_last()
    {
        Start("a");
        Start("b");
        _directory.Apply(Model([Backend("a"), Backend("b")]));
        var lease = (await LeaseAsync("b")).Lease!;

        _directory.Apply(Model([Backend("a")]));

        // Who was routed a moment ago still gets there.
        var late = await LeaseAsync("b");
        Assert.NotNull(late.Lease);
        _time.Advance(TimeSpan.FromSeconds(14));
        Assert.NotNull((await LeaseAsync("b")).Lease);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Null((await LeaseAsync("b")).Lease);
        await Task.Delay(200, TestContext.Current.CancellationToken);
        Assert.Equal(1, _servers["b"].ConnectionCount);
        lease.Release();
        foreach (var other in _leases.Where(other => other.Backend.Name == "b")) other.Release();
        await PassUntilAsync(() => _servers["b"].ConnectionCount == 0, "the removed backend keeps its connection");
    }

    [Fact]
    public async Task A_backend_that_changed_is_another_one()
    {
        Start("a");
        _directory.Apply(Model([Backend("a")]));
        var before = (await LeaseAsync("a")).Lease!.ConnectionId;

        _directory.Apply(Model([Backend("a") with { SetEnv = [new("X", "1")] }]));

        Assert.NotEqual(before, (await LeaseAsync("a")).Lease!.ConnectionId);
    }

    [Fact]
    public async Task Other_rules_of_health_leave_connections_as_they_are()
    {
        Start("a");
        _directory.Apply(Model([Backend("a")]));
        var before = (await LeaseAsync("a")).Lease!.ConnectionId;

        _directory.Apply(Model([Backend("a")]) with { Health = new HealthModel { ConsecutiveFailures = 7 } });

        Assert.Equal(before, (await LeaseAsync("a")).Lease!.ConnectionId);
    }

    [Fact]
    public async Task Who_waits_in_a_line_that_a_change_ends_begins_again_where_it_leads()
    {
        Start("a");
        var small = new PoolModel { MinIdle = 0, MaxConnections = 1, MaxSessionsPerConnection = 1, QueueTimeout = TimeSpan.FromMinutes(5) };
        _directory.Apply(Model([Backend("a", small)]));
        Assert.NotNull((await LeaseAsync("a")).Lease);
        var waiting = LeaseAsync("a");

        _directory.Apply(Model([Backend("a", small with { MaxConnections = 2 })]));
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(16));

        Assert.NotNull((await waiting).Lease);
    }

    [Fact]
    public async Task An_ejected_backend_comes_back_by_a_probe()
    {
        Start("a");
        _directory.Apply(Model([Backend("a")]) with { Health = new HealthModel { ConsecutiveFailures = 1, BaseEjectionTime = TimeSpan.FromSeconds(1) } });
        var healthy = () => Metric("backend_healthy");
        Assert.Equal(1, healthy());
        await LeaseAsync("a");
        await _servers["a"].DisposeAsync();
        await PassUntilAsync(() => healthy() == 0, "the backend is not ejected");

        Start("a");

        await PassUntilAsync(() => healthy() == 1, "the backend does not come back");
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var lease in _leases) lease.Release();
        _directory.Dispose();
        foreach (var server in _servers.Values) await server.DisposeAsync();
        _metrics.Dispose();
        _key.Dispose();
    }

    private static SluiceModel Model(BackendModel[] backends, params BackendGroupModel[] groups) => new()
    {
        ListenAddresses = [],
        Server = new SshServerOptions { HostKeys = [] },
        AcceptEnv = AcceptEnv.Default,
        Keys = new KeysModel("", FrozenSet<string>.Empty),
        Backends = backends.ToFrozenDictionary(backend => backend.Name, StringComparer.Ordinal),
        BackendGroups = groups.ToFrozenDictionary(group => group.Name, StringComparer.Ordinal),
        Routes = new RouteTable([]),
    };

    private static BackendGroupModel Group(string name, params string[] members) => new(
        name, [.. members.Select(member => new BackendGroupMemberModel(member, 1, MemberRole.Primary))], PlacementPolicy.LeastSessions, TimeSpan.Zero, 0);

    private void Start(string name)
    {
        var server = new SshAcceptor(
            new SshServerOptions { HostKeys = [_key], MaxSessions = 1000 }, new Anybody(), _ => new Nothing(), NullLoggerFactory.Instance);
        _ports[name] = server.Listen(new IPEndPoint(IPAddress.Loopback, _ports.GetValueOrDefault(name))).Port;
        _servers[name] = server;
    }

    private BackendModel Backend(string name, PoolModel? pool = null) => new(
        name, "127.0.0.1", _ports[name], new SshClientOptions { User = "git", IdentityKey = _key, HostKeys = [_key.PublicKey] }, [])
    {
        Pool = pool ?? new PoolModel { MinIdle = 0, MaxSessionsPerConnection = 1000 },
    };

    private async Task<LeaseResult> LeaseAsync(string target, string repository = "/x.git", Access access = Access.Read, string? failed = null)
    {
        var request = LeaseRequest.Probe(target) with { Repository = repository, Access = access, Failed = failed };
        var result = await _directory.LeaseAsync(request).AsTask().WaitAsync(_patience);
        if (result.Lease is not null) _leases.Add(result.Lease);
        return result;
    }

    private async Task PassUntilAsync(Func<bool> holds, string otherwise)
    {
        for (var i = 0; !holds(); i++)
        {
            Assert.True(i < 1000, otherwise);
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10);
        }
    }

    private double Metric(string name)
    {
        var found = double.NaN;
        using var listener = new System.Diagnostics.Metrics.MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter == _metrics.Meter && instrument.Name == name) self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<int>((_, value, _, _) => found = value);
        listener.Start();
        listener.RecordObservableInstruments();
        return found;
    }

    private sealed class Anybody : IAuthenticator
    {
        public ValueTask<object?> AuthenticateAsync(PublicKeyAttempt attempt, CancellationToken cancellationToken) => ValueTask.FromResult<object?>(attempt.User);
    }

    private sealed class Nothing : IConnectionObserver
    {
        public IChannelObserver OnSessionOpened(SshConnection connection, SshChannel channel) => new Sluice.Proxy.Tests.Sessions.RecordingChannel();

        public void OnEnded(SshConnection connection, End end)
        {
        }
    }
}
