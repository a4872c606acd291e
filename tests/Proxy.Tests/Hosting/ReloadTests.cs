using System.Collections.Frozen;
using System.Net;
using System.Net.Sockets;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

using Sluice.Proxy.Hosting;
using Sluice.Proxy.Identity;
using Sluice.Proxy.Options;
using Sluice.Proxy.Routing;
using Sluice.Proxy.Tests.Sessions;
using Sluice.Transport;

using Xunit;

namespace Sluice.Proxy.Tests.Hosting;

/// <summary>A configuration is taken over whole or not at all.</summary>
[Collection(nameof(Stage))]
public sealed class ReloadTests : IDisposable
{
    private static readonly IPEndPoint _anyPort = new(IPAddress.Loopback, 0);

    private readonly TemporaryFolder _folder = new();
    private readonly CapturedLog<Reload> _log = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>A signal calls it: what it let escape would end the process.</summary>
    [Fact]
    public async Task A_mistake_while_reading_is_logged_and_changes_nothing()
    {
        var model = Model();
        using var host = Build(model, () => throw new ArgumentException("Null character in path."));

        await ReloadAsync(host);

        var (level, text, _) = Assert.Single(_log.Events);
        Assert.Equal(LogLevel.Error, level);
        Assert.Contains("the one before stays in force", text, StringComparison.Ordinal);
        Assert.Same(model, Current(host));
    }

    [Fact]
    public async Task Listeners_come_and_go_and_those_that_stay_are_the_same()
    {
        var stays = new IPEndPoint(IPAddress.Loopback, Testing.FreePort.Next());
        var goes = new IPEndPoint(IPAddress.Loopback, Testing.FreePort.Next());
        var wanted = Model() with { ListenAddresses = [stays, _anyPort] };
        using var host = Build(Model() with { ListenAddresses = [stays, goes] }, () => new ConfigurationResult(wanted, []));
        await host.StartAsync();

        await ReloadAsync(host);

        var bound = host.Services.GetRequiredService<FrontDoor>().Bound;
        Assert.Equal(2, bound.Count);
        Assert.Equal(stays, bound[0]);
        await GreetsAsync(bound[0]);
        await GreetsAsync(bound[1]);
        Assert.Equal(SocketError.ConnectionRefused, (await Assert.ThrowsAsync<SocketException>(() => GreetsAsync(goes))).SocketErrorCode);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_listener_that_comes_during_a_drain_refuses_like_the_others_until_the_drain_is_taken_back()
    {
        var model = Model() with { ListenAddresses = [_anyPort] };
        var added = new IPEndPoint(IPAddress.Loopback, Testing.FreePort.Next());
        using var host = Build(model, () => new ConfigurationResult(model with { ListenAddresses = [_anyPort, added] }, []));
        await host.StartAsync();
        var door = host.Services.GetRequiredService<FrontDoor>();

        await door.RefuseAsync(() => true);
        await ReloadAsync(host);
        Assert.Equal(SocketError.ConnectionRefused, (await Assert.ThrowsAsync<SocketException>(() => GreetsAsync(added))).SocketErrorCode);

        door.Reopen();
        await GreetsAsync(added);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_listener_that_comes_when_another_process_has_taken_over_is_closed()
    {
        var model = Model() with { ListenAddresses = [] };
        var added = new IPEndPoint(IPAddress.Loopback, Testing.FreePort.Next());
        using var host = Build(model, () => new ConfigurationResult(model with { ListenAddresses = [added] }, []));
        await host.StartAsync();
        var door = host.Services.GetRequiredService<FrontDoor>();

        await door.ReleaseAsync();
        await ReloadAsync(host);

        Assert.Empty(door.Bound);
        SshListener.Bind(added).Dispose();
        await host.StopAsync();
    }

    [Fact]
    public async Task A_listener_that_cannot_be_had_changes_nothing()
    {
        using var other = SshListener.Bind(_anyPort);
        var model = Model() with { ListenAddresses = [_anyPort] };
        var wanted = model with { ListenAddresses = [_anyPort, other.EndPoint], DrainTimeout = TimeSpan.FromSeconds(7) };
        using var host = Build(model, () => new ConfigurationResult(wanted, []));
        await host.StartAsync();

        await ReloadAsync(host);

        Assert.Same(model, Current(host));
        Assert.Contains(_log.Events, logged => logged.Text.StartsWith($"{other.EndPoint} cannot be listened on", StringComparison.Ordinal));
        await GreetsAsync(Assert.Single(host.Services.GetRequiredService<FrontDoor>().Bound));
        await host.StopAsync();
    }

    [Fact]
    public async Task Keys_that_cannot_be_had_leave_no_listener_behind()
    {
        var added = new IPEndPoint(IPAddress.Loopback, Testing.FreePort.Next());
        var model = Model() with { ListenAddresses = [_anyPort] };
        var wanted = model with { ListenAddresses = [_anyPort, added], Keys = new KeysModel("/elsewhere", FrozenSet.Create("git")) };
        using var host = SluiceHost.Build(
            model,
            builder => builder.Services
                .AddSingleton<ILogger<Reload>>(_log)
                .AddSingleton(new Func<KeysModel, IKeySource>(keys => keys == model.Keys ? new Identity.FakeKeys() : throw new ArgumentException("No such place."))),
            new ConfigurationSource(() => new ConfigurationResult(wanted, [])));
        await host.StartAsync();

        await ReloadAsync(host);

        Assert.Same(model, Current(host));
        Assert.Equal(SocketError.ConnectionRefused, (await Assert.ThrowsAsync<SocketException>(() => GreetsAsync(added))).SocketErrorCode);
        await GreetsAsync(Assert.Single(host.Services.GetRequiredService<FrontDoor>().Bound));
        await host.StopAsync();
    }

    [Fact]
    public async Task Settings_that_do_not_change_while_it_runs_refuse_the_whole()
    {
        var model = Model();
        using var host = Build(model, () => new ConfigurationResult(model with { MemoryBudget = model.MemoryBudget + 1, MetricsListen = _anyPort, DrainTimeout = TimeSpan.FromSeconds(7) }, []));

        await ReloadAsync(host);

        Assert.Same(model, Current(host));
        Assert.Equal(
            ["Sluice:MetricsListen", "Sluice:MemoryBudget", "Faults in the configuration: 2"],
            _log.Events.Select(logged => logged.Text.StartsWith("Sluice:", StringComparison.Ordinal) ? logged.Text.Split(": ")[0] : logged.Text.Split("; ")[0]));
    }

    [Fact]
    public async Task Server_settings_are_for_those_who_connect_next()
    {
        var model = Model() with { ListenAddresses = [_anyPort] };
        var wanted = model with { Server = model.Server with { SoftwareVersion = "Sluice harbour" } };
        using var host = Build(model, () => new ConfigurationResult(wanted, []));
        await host.StartAsync();

        await ReloadAsync(host);

        Assert.Equal("SSH-2.0-Sluice harbour", await GreetsAsync(host.Services.GetRequiredService<FrontDoor>().Bound[0]));
        await host.StopAsync();
    }

    [Fact]
    public async Task Keys_come_from_elsewhere_and_the_same_place_keeps_its_source()
    {
        using var elsewhere = new TemporaryFolder();
        var key = SshPrivateKey.GenerateEd25519();
        elsewhere.Write("alice.pub", TestKeys.PublicLine(key.PublicKey));
        var model = Model();
        var wanted = model with { Keys = new KeysModel(elsewhere.Root, FrozenSet.Create("git")) };
        using var host = Build(model, () => new ConfigurationResult(wanted, []));
        var keys = host.Services.GetRequiredService<KeyDirectory>();
        var attempt = new PublicKeyAttempt("git", key.PublicKey, _anyPort, "lusab-babad");
        Assert.Null(await keys.AuthenticateAsync(attempt, CancellationToken.None));

        await ReloadAsync(host);

        Assert.Equal("alice", Assert.IsType<SluiceIdentity>(await keys.AuthenticateAsync(attempt, CancellationToken.None)).UserName);
        Assert.True(keys.Model.HasSameSource(new KeysModel(elsewhere.Root, FrozenSet.Create("hg"))));
        key.Dispose();
    }

    [Fact]
    public async Task Who_is_asked_for_leave_changes_and_the_same_endpoint_stays()
    {
        var model = Model();
        var wanted = model with { Authorization = Endpoint("http://127.0.0.1:1/") };
        using var host = Build(model, () => new ConfigurationResult(wanted, []));
        var authorization = host.Services.GetRequiredService<Sluice.Proxy.Authorization.CurrentAuthorization>();
        Assert.Null(authorization.Hook);

        await ReloadAsync(host);
        var first = authorization.Hook;
        Assert.NotNull(first);
        wanted = model with { Authorization = Endpoint("http://127.0.0.1:1/") };
        await ReloadAsync(host);
        Assert.Same(first, authorization.Hook);
        wanted = model with { Authorization = Endpoint("http://127.0.0.1:2/") };
        await ReloadAsync(host);
        Assert.NotSame(first, authorization.Hook);
        wanted = model;
        await ReloadAsync(host);
        Assert.Null(authorization.Hook);
    }

    private static AuthorizationModel Endpoint(string url) => new(new EndpointModel(new Uri(url)), new Sluice.Proxy.Caching.AnswerCacheOptions());

    private IHost Build(SluiceModel model, Func<ConfigurationResult> read) => SluiceHost.Build(
        model,
        builder => builder.Services.AddSingleton<ILogger<Reload>>(_log),
        new ConfigurationSource(read));

    private static Task ReloadAsync(IHost host) => host.Services.GetRequiredService<Reload>().RunAsync();

    private static SluiceModel Current(IHost host) => host.Services.GetRequiredService<CurrentModel>().Value;

    private static async Task<string> GreetsAsync(IPEndPoint endPoint)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(endPoint);
        using var reader = new StreamReader(client.GetStream());
        return await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(20)) ?? "";
    }

    private SluiceModel Model() => new()
    {
        ListenAddresses = [],
        Server = new SshServerOptions { HostKeys = [] },
        AcceptEnv = AcceptEnv.Default,
        Keys = new KeysModel(_folder.Root, FrozenSet.Create("git")),
        Backends = FrozenDictionary<string, BackendModel>.Empty,
        Routes = new RouteTable([]),
        LogLevel = LogLevel.None,
        DrainTimeout = TimeSpan.FromSeconds(2),
    };
}
