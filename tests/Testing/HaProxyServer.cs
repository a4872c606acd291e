using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;

namespace Sluice.Testing;

/// <summary>A real HAProxy on a loopback port of its own, which passes TCP on to one server.</summary>
public sealed class HaProxyServer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines;

    private HaProxyServer(TemporaryFolder folder, Process process, ConcurrentQueue<string> lines, int port)
    {
        _lines = lines;
        _folder = folder;
        _process = process;
        Port = port;
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>A line for each connection that is over: whose it was and what that client had connected to.</summary>
    public IReadOnlyList<string> Log => [.. _lines];

    /// <summary>Starts it and returns when it listens.</summary>
    /// <param name="serverPort">The loopback port that it passes connections on to.</param>
    /// <param name="serverOptions">Words of its <c>server</c> line, such as <c>send-proxy-v2</c>.</param>
    /// <param name="bindOptions">Words of its <c>bind</c> line, such as <c>accept-proxy</c>.</param>
    public static async Task<HaProxyServer> StartAsync(int serverPort, string serverOptions, string bindOptions = "")
    {
        var folder = new TemporaryFolder("haproxy");
        try
        {
            // It cannot be asked for port 0, and somebody may take the free port before it does: then take another.
            for (var attempt = 0; ; attempt++)
            {
                var port = FreePort.Next();
                var configuration = folder.Write("haproxy.cfg", Configuration(port, serverPort, serverOptions, bindOptions));
                var process = ProgramRunner.Start("haproxy", ["-db", "-f", configuration]);
                process.StandardInput.Close();
                var lines = new ConcurrentQueue<string>();
                _ = ReadAsync(process.StandardOutput, lines);
                var said = process.StandardError.ReadToEndAsync();
                if (await ListensAsync(process, port).ConfigureAwait(false))
                    return new HaProxyServer(folder, process, lines, port);

                process.Dispose();
                if (attempt == 3)
                    throw new ProgramFailedException($"haproxy did not start:\n{await said.ConfigureAwait(false)}");
            }
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync().ConfigureAwait(false);
        _process.Dispose();
        _folder.Dispose();
    }

    private static string Configuration(int port, int serverPort, string serverOptions, string bindOptions) =>
        $"""
        global
            log stdout format raw local0
        defaults
            mode tcp
            log global
            log-format "%ci:%cp %fi:%fp"
            timeout connect 10s
            timeout client 60s
            timeout server 60s
        frontend clients
            bind 127.0.0.1:{port} {bindOptions}
            default_backend servers
        backend servers
            server one 127.0.0.1:{serverPort} {serverOptions}

        """;

    private static async Task ReadAsync(StreamReader reader, ConcurrentQueue<string> lines)
    {
        while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line)
            lines.Enqueue(line);
    }

    private static async Task<bool> ListensAsync(Process process, int port)
    {
        var answer = await Eventually.GetAsync(
            () => process.HasExited ? "no" : IsOpen(port) ? "yes" : null, TimeSpan.FromSeconds(20), () => "haproxy does not listen.").ConfigureAwait(false);
        return answer == "yes";
    }

    private static bool IsOpen(int port)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
