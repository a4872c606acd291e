using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization;

using Sluice.Proxy.Endpoints;
using Sluice.Proxy.Options;

namespace Sluice.Proxy.Admin;

/// <summary>
/// The operator's side of the admin endpoint: asks the proxy that runs with the same configuration. What goes wrong is one
/// sentence on <paramref name="errors"/>.
/// </summary>
/// <param name="admin">Where the proxy is to be found.</param>
/// <param name="file">The configuration file, for the sentences.</param>
/// <param name="errors">Where they go.</param>
/// <param name="timeout">How long an answer may take; null is the usual.</param>
internal sealed class AdminClient(AdminModel admin, string file, TextWriter errors, TimeSpan? timeout = null) : IDisposable
{
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(30);
    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    /// <summary>How answers are read.</summary>
    public static JsonSerializerOptions Json => _json;

    private readonly HttpClient _http = new(Handler(admin.Addresses[0])) { Timeout = timeout ?? _timeout, BaseAddress = Base(admin.Addresses[0]) };

    /// <summary>
    /// The client of the proxy that runs with this configuration file; null if that has no admin endpoint, or there is neither file nor
    /// socket. A file that has become faulty does not keep anybody from asking.
    /// </summary>
    public static AdminClient? Open(string file, TextWriter errors, TimeSpan? timeout = null)
    {
        var (admin, warning) = ConfigurationLoader.FindAdmin(file);
        if (admin.Addresses is not [var address, ..])
        {
            errors.WriteLine(warning is null
                ? $"{file} has no AdminListen, by which the proxy could be asked: set it to unix:/run/sluice/admin.sock, say, and restart."
                : $"{warning}");
            return null;
        }
        var isHopeless = warning is not null && address is AdminAddress.Unix unix && !File.Exists(unix.Path);
        if (warning is not null) errors.WriteLine(isHopeless ? $"{warning}" : $"{warning} Asking the proxy at {address}.");
        return isHopeless ? null : new AdminClient(admin, file, errors, timeout);
    }

    /// <summary>Asks; null if that failed.</summary>
    public async Task<T?> GetAsync<T>(string path, CancellationToken cancellationToken)
        where T : class
    {
        using var answer = await SendAsync(HttpMethod.Get, path, null, cancellationToken);
        return answer is null ? null : await answer.Content.ReadFromJsonAsync<T>(_json, cancellationToken);
    }

    /// <summary>The same, and null without a word if nobody answers.</summary>
    public async Task<T?> TryGetAsync<T>(string path, CancellationToken cancellationToken)
        where T : class
    {
        using var silent = new AdminClient(admin, file, TextWriter.Null);
        return await silent.GetAsync<T>(path, cancellationToken);
    }

    /// <summary>Asks for the JSON as it comes; null if that failed.</summary>
    public async Task<string?> GetTextAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await SendAsync(HttpMethod.Get, path, null, cancellationToken);
        return answer is null ? null : await answer.Content.ReadAsStringAsync(cancellationToken);
    }

    /// <summary>Tells; the answer's body is read by the caller, who disposes of it. Null if that failed.</summary>
    public Task<HttpResponseMessage?> PostAsync(string path, object? body, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, body is null ? null : JsonContent.Create(body, body.GetType(), options: _json), cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage?> SendAsync(HttpMethod method, string path, HttpContent? content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = content };
        if (admin.Addresses[0] is AdminAddress.Tcp && !BearerToken.TryAttach(request, admin.TokenFile, out var fault))
        {
            await errors.WriteLineAsync(fault);
            return null;
        }
        try
        {
            var answer = await _http.SendAsync(request, cancellationToken);
            if (answer.IsSuccessStatusCode) return answer;
            using (answer) await errors.WriteLineAsync(await WhyAsync(answer, cancellationToken));
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException && !cancellationToken.IsCancellationRequested)
        {
            await errors.WriteLineAsync($"No proxy answers at {admin.Addresses[0]}: see that it runs with {file} ({Why(e)}).");
        }
        return null;
    }

    private async Task<string> WhyAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        try
        {
            if (JsonSerializer.Deserialize<Problem>(text, _json) is { Detail: { } detail }) return detail;
        }
        catch (JsonException)
        {
            // Then it is something else that answers there.
        }
        return $"What answers at {admin.Addresses[0]} does not know this (status {(int)answer.StatusCode}): see that this version of sluice runs with {file}.";
    }

    /// <summary>A socket file that is not there is, to .NET, an address that cannot be assigned at the port of a host that nobody named.</summary>
    private string Why(Exception e) => e.InnerException switch
    {
        _ when admin.Addresses[0] is AdminAddress.Unix unix && !File.Exists(unix.Path) => "there is no such socket",
        SocketException fault => fault.Message,
        _ => e.Message,
    };

    private static Uri Base(AdminAddress address) => new(address is AdminAddress.Tcp tcp ? $"http://{tcp.EndPoint}" : "http://localhost");

    private static SocketsHttpHandler Handler(AdminAddress address)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        if (address is not AdminAddress.Unix unix) return handler;
        handler.ConnectCallback = async (_, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(unix.Path), cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        };
        return handler;
    }

    /// <summary>What a failed question gets for an answer (RFC 9457).</summary>
    private sealed record Problem(string? Detail);
}
