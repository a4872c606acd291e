using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

using Microsoft.Extensions.Logging.Abstractions;

using Sluice.Proxy.Admin;
using Sluice.Proxy.Admin.Page;
using Sluice.Proxy.Hosting;
using Sluice.Proxy.Options;
using Sluice.Proxy.Routing;
using Sluice.Transport;

using Xunit;

namespace Sluice.Proxy.Tests.Admin;

public sealed class PageTests : IAsyncDisposable
{
    private static readonly AdminAddress _loopback = new AdminAddress.Tcp(new IPEndPoint(IPAddress.Loopback, 0));

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private AdminService? _service;

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_service is not null) await _service.StopAsync(CancellationToken.None);
        if (_service is not null) await _service.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/page.css", "text/css")]
    [InlineData("/page.js", "text/javascript")]
    [InlineData("/icon.svg", "image/svg+xml")]
    [InlineData("/nothing.js", null)]
    [InlineData("/login.html", null)]
    public async Task Every_answer_forbids_browsers_what_is_not_ours(string path, string? type)
    {
        await StartAsync(null);
        using var answer = await _http.GetAsync(new Uri(_service!.Addresses[0], path));
        Assert.Equal(type is null ? HttpStatusCode.NotFound : HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("DENY", Assert.Single(answer.Headers.GetValues("X-Frame-Options")));
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
    }

    [Fact]
    public void Nothing_on_the_page_is_inline_or_of_another_host_or_takes_text_for_markup()
    {
        foreach (var (name, file) in PageFile.All)
        {
            var text = System.Text.Encoding.UTF8.GetString(file.Content).Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal);
            foreach (var forbidden in (string[])["http://", "https://", "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", " style=", " onclick=", "eval("])
                Assert.False(text.Contains(forbidden, StringComparison.Ordinal), $"{name} has {forbidden}");
        }
    }

    [Fact]
    public async Task A_browser_gets_the_form_and_a_program_a_sentence()
    {
        await StartAsync("only-mine");
        using var program = await _http.GetAsync(_service!.Addresses[0]);
        Assert.Equal(HttpStatusCode.Unauthorized, program.StatusCode);
        Assert.Equal("application/problem+json", program.Content.Headers.ContentType?.MediaType);

        using var request = new HttpRequestMessage(HttpMethod.Get, _service.Addresses[0]) { Headers = { { "Accept", "text/html" } } };
        using var browser = await _http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Unauthorized, browser.StatusCode);
        Assert.Contains("<form method=\"post\" action=\"/login\">", await browser.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_becomes_a_cookie_for_this_page_alone()
    {
        await StartAsync("only mine; and +more=");
        using var refused = await LoginAsync("only yours");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.False(refused.Headers.Contains("Set-Cookie"));

        using var taken = await LoginAsync("only mine; and +more=");
        Assert.Equal(HttpStatusCode.SeeOther, taken.StatusCode);
        var cookie = Assert.Single(taken.Headers.GetValues("Set-Cookie"));
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        using var request = new HttpRequestMessage(HttpMethod.Get, _service!.Addresses[0]) { Headers = { { "Cookie", cookie.Split(';')[0] } } };
        using var page = await _http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task A_socket_that_is_forwarded_to_a_port_is_no_way_in_for_other_pages()
    {
        var path = Path.Combine(_folder.Root, "admin.sock");
        await StartAsync(null, new AdminAddress.Unix(path));
        using var http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        });
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync(new Uri("http://localhost:9223/"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await http.GetAsync(new Uri("http://sluice.example.org/"))).StatusCode);
        http.DefaultRequestHeaders.Add("Origin", "https://example.org");
        Assert.Equal(HttpStatusCode.Forbidden, (await http.GetAsync(new Uri("http://localhost:9223/"))).StatusCode);
    }

    private async Task<HttpResponseMessage> LoginAsync(string token)
    {
        using var form = new FormUrlEncodedContent([new("token", token)]);
        return await _http.PostAsync(new Uri(_service!.Addresses[0], LoginPage.Path), form);
    }

    private async Task StartAsync(string? token, AdminAddress? address = null)
    {
        var model = new SluiceModel
        {
            ListenAddresses = [],
            Server = new SshServerOptions { HostKeys = [] },
            AcceptEnv = AcceptEnv.Default,
            Keys = new KeysModel("/", FrozenSet<string>.Empty),
            Backends = FrozenDictionary<string, BackendModel>.Empty,
            Routes = new RouteTable(ImmutableArray<Route>.Empty),
            Admin = new AdminModel([address ?? _loopback], token is null ? null : _folder.Write("token", token), false),
        };
        _service = new AdminService(model, [new PageRoutes()], new HttpSockets(InheritedSockets.None), NullLoggerFactory.Instance);
        await _service.StartAsync(CancellationToken.None);
        await _service.StartedAsync(CancellationToken.None);
    }
}
