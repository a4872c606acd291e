using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;

using Microsoft.Extensions.Logging.Abstractions;

using Sluice.Proxy.Admin;
using Sluice.Proxy.Hosting;
using Sluice.Proxy.Identity;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Proxy.Routing;
using Sluice.Proxy.Tests.Identity;
using Sluice.Transport;

using Xunit;

namespace Sluice.Proxy.Tests.Admin;

public sealed class AdminServiceTests : IDisposable
{
    private static readonly KeysModel _keys = new("/", FrozenSet<string>.Empty);
    private static readonly AdminAddress _loopback = new AdminAddress.Tcp(new IPEndPoint(IPAddress.Loopback, 0));

    private readonly TemporaryFolder _folder = new();
    private readonly FakeKeys _source = new();
    private readonly SluiceMetrics _metrics = new();
    private readonly StringWriter _errors = new();
    private readonly HttpClient _http = new();

    public void Dispose()
    {
        _http.Dispose();
        _metrics.Dispose();
        _errors.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task The_socket_is_for_its_owner_alone_and_is_gone_at_the_end()
    {
        var path = Path.Combine(_folder.Root, "admin.sock");
        var admin = new AdminModel([new AdminAddress.Unix(path)], null, false);
        await using (var service = await StartAsync(admin))
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            Assert.Equal(path, Assert.Single(Directory.GetFileSystemEntries(_folder.Root)));
            using var client = new AdminClient(admin, "sluice.json", _errors);
            using var told = await client.PostAsync(KeyRoutes.FlushPath, null, CancellationToken.None);
            Assert.NotNull(told);
            Assert.Equal(1, _source.Flushes);
            await service.StopAsync(CancellationToken.None);
        }
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Root));
        Assert.Equal("", _errors.ToString());
    }

    [Fact]
    public void The_socket_is_for_its_owner_alone_before_anybody_can_connect()
    {
        var endPoint = new UnixDomainSocketEndPoint(Path.Combine(_folder.Root, "admin.sock"));
        using var bound = new HttpSockets(InheritedSockets.None).Open(SocketRole.Admin, endPoint);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(endPoint.ToString()!));
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        Assert.Equal(SocketError.ConnectionRefused, Assert.Throws<SocketException>(() => client.Connect(endPoint)).SocketErrorCode);
    }

    /// <summary>In a folder that others may write to, too, nothing that they prepared is used.</summary>
    [Fact]
    public async Task What_lies_where_the_socket_is_made_is_replaced_and_never_followed_or_entered()
    {
        var path = Path.Combine(_folder.Root, "admin.sock");
        var admin = new AdminModel([new AdminAddress.Unix(path)], null, false);
        var target = _folder.Write("precious", "mine");
        var draft = new AdminSocketFile(new AdminAddress.Unix(path)).Draft;
        File.CreateSymbolicLink(draft, target);
        await using (var service = await StartAsync(admin))
        {
            Assert.Null(new FileInfo(path).LinkTarget);
            Assert.Equal([path, target], Directory.GetFileSystemEntries(_folder.Root).Order(StringComparer.Ordinal));
            await service.StopAsync(CancellationToken.None);
        }
        Assert.Equal("mine", await File.ReadAllTextAsync(target));

        Directory.CreateDirectory(draft);
        var fault = await Assert.ThrowsAsync<IOException>(() => StartAsync(admin));
        Assert.StartsWith($"{path} cannot be made (", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_socket_left_behind_is_replaced_and_one_of_another_process_is_not_removed()
    {
        var path = Path.Combine(_folder.Root, "admin.sock");
        var admin = new AdminModel([new AdminAddress.Unix(path)], null, false);
        await File.WriteAllBytesAsync(path, []);
        await using var first = await StartAsync(admin);
        await using var second = await StartAsync(admin);
        await first.StopAsync(CancellationToken.None);
        using var client = new AdminClient(admin, "sluice.json", _errors);
        using var told = await client.PostAsync(KeyRoutes.FlushPath, null, CancellationToken.None);
        Assert.NotNull(told);
        await second.StopAsync(CancellationToken.None);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task A_file_that_is_no_socket_is_never_overwritten()
    {
        var path = _folder.Write("sluice.json", "{}");
        var fault = await Assert.ThrowsAsync<IOException>(() => StartAsync(new AdminModel([new AdminAddress.Unix(path)], null, false)));
        Assert.Equal($"{path} is there and is no socket: move it away, or change AdminListen.", fault.Message);
        Assert.Equal("{}", await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task A_socket_that_nobody_asked_for_and_that_cannot_be_made_does_not_keep_from_starting()
    {
        await using var service = await StartAsync(new AdminModel([new AdminAddress.Unix("/proc/sluice.sock")], null, true));
        Assert.Empty(service.Addresses);
        await service.StopAsync(CancellationToken.None);
    }

    [Theory]
    [InlineData("Origin", "https://example.org")]
    [InlineData("Host", "sluice.example.org")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    public async Task A_page_of_somebody_else_in_a_browser_may_nothing(string header, string value)
    {
        await using var service = await StartAsync(new AdminModel([_loopback], null, false));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(service.Addresses[0], KeyRoutes.FlushPath));
        request.Headers.Add(header, value);
        using var refused = await _http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal(0, _source.Flushes);
        await service.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task The_own_page_may_ask_and_what_is_not_known_is_told()
    {
        await using var service = await StartAsync(new AdminModel([_loopback], null, false));
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(service.Addresses[0], KeyRoutes.FlushPath)) { Headers = { { "Origin", service.Addresses[0].GetLeftPart(UriPartial.Authority) } } };
        using var taken = await _http.SendAsync(request);
        Assert.Equal(HttpStatusCode.NoContent, taken.StatusCode);
        using var unknown = await _http.GetAsync(new Uri(service.Addresses[0], "/api/nothing"));
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal("application/problem+json", unknown.Content.Headers.ContentType?.MediaType);
        Assert.Contains("There is no /api/nothing in this version", await unknown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await service.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task A_token_is_asked_for_over_TCP_as_header_or_cookie()
    {
        var file = _folder.Write("token", "only-mine\n");
        await using var service = await StartAsync(new AdminModel([_loopback], file, false));
        Assert.Equal(HttpStatusCode.Unauthorized, await FlushAsync(service, _ => { }));
        Assert.Equal(HttpStatusCode.Unauthorized, await FlushAsync(service, headers => headers.Authorization = new AuthenticationHeaderValue("Bearer", "only-yours")));
        Assert.Equal(HttpStatusCode.NoContent, await FlushAsync(service, headers => headers.Authorization = new AuthenticationHeaderValue("Bearer", "only-mine")));
        Assert.Equal(HttpStatusCode.NoContent, await FlushAsync(service, headers => headers.Add("Cookie", $"{AdminGuard.Cookie}=only-mine")));
        await service.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Who_finds_nobody_is_told_so_in_a_sentence()
    {
        var path = Path.Combine(_folder.Root, "admin.sock");
        using var client = new AdminClient(new AdminModel([new AdminAddress.Unix(path)], null, false), "sluice.json", _errors);
        Assert.Null(await client.GetTextAsync("/api/nothing", CancellationToken.None));
        Assert.StartsWith($"No proxy answers at unix:{path}: see that it runs with sluice.json (", _errors.ToString(), StringComparison.Ordinal);
    }

    private async Task<HttpStatusCode> FlushAsync(AdminService service, Action<HttpRequestHeaders> with)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(service.Addresses[0], KeyRoutes.FlushPath));
        with(request.Headers);
        using var answer = await _http.SendAsync(request);
        return answer.StatusCode;
    }

    private async Task<AdminService> StartAsync(AdminModel admin)
    {
        var model = new SluiceModel
        {
            ListenAddresses = [],
            Server = new SshServerOptions { HostKeys = [] },
            AcceptEnv = AcceptEnv.Default,
            Keys = _keys,
            Backends = FrozenDictionary<string, BackendModel>.Empty,
            Routes = new RouteTable(ImmutableArray<Route>.Empty),
            Admin = admin,
        };
        var keys = new KeyDirectory(_keys, _source, _metrics, NullLogger<KeyDirectory>.Instance, TimeProvider.System);
        var service = new AdminService(model, [new KeyRoutes(keys)], new HttpSockets(InheritedSockets.None), NullLoggerFactory.Instance);
        await service.StartAsync(CancellationToken.None);
        await service.StartedAsync(CancellationToken.None);
        return service;
    }
}
