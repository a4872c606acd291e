using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

using Sluice.Testing.Measuring;

namespace Sluice.Testing;

/// <summary>
/// The real executable as a process of its own: a configuration, host keys and a folder of users' keys of its own, and its log
/// read as it is written.
/// </summary>
public sealed partial class SluiceProcess : IAsyncDisposable
{
    private static readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(20) };

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines;
    private readonly Task _reading;

    private SluiceProcess(Process process, ConcurrentQueue<string> lines, Task reading, SluiceFolder folder, int port)
    {
        _process = process;
        _lines = lines;
        _reading = reading;
        Folder = folder;
        Endpoint = new SshEndpoint("127.0.0.1", port, "git", [.. folder.HostKeys.Select(key => key.TypeAndBase64)]);
    }

    /// <summary>Where clients connect to.</summary>
    public SshEndpoint Endpoint { get; }

    /// <summary>The files it runs on.</summary>
    public SluiceFolder Folder { get; }

    public int ProcessId => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>The log so far, a JSON object each line.</summary>
    public IReadOnlyList<string> LogLines => [.. _lines];

    public string Log => string.Join('\n', _lines);

    /// <summary>The access lines so far, one for each request that has ended.</summary>
    public IReadOnlyList<AccessLine> AccessLines => [.. _lines.Select(AccessLine.TryParse).OfType<AccessLine>()];

    /// <summary>Starts the proxy on a folder's configuration and returns when it listens.</summary>
    /// <param name="folder">Its files.</param>
    /// <param name="environment">Variables for its process, such as the runtime's settings; null for those of this process alone.</param>
    public static async Task<SluiceProcess> StartAsync(SluiceFolder folder, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var options = environment is null ? null : new ProgramOptions { Environment = environment };
        var process = ProgramRunner.Start("dotnet", [RepositoryRoot.ProxyAssembly, "run", "--config", folder.WriteConfiguration()], options);
        process.StandardInput.Close();
        var lines = new ConcurrentQueue<string>();
        var reading = Task.WhenAll(ReadAsync(process.StandardError, lines), ReadAsync(process.StandardOutput, lines));
        try
        {
            var answer = await Eventually.GetAsync(
                () => lines.FirstOrDefault(ListeningLine.IsMatch) ?? (process.HasExited && reading.IsCompleted ? "" : null),
                TimeSpan.FromSeconds(30),
                () => $"the proxy did not say that it listens. Its log:\n{string.Join('\n', lines)}").ConfigureAwait(false);
            if (answer.Length == 0)
                throw new ProgramFailedException($"The proxy ended with exit status {process.ExitCode}. Its log:\n{string.Join('\n', lines)}");
            return new SluiceProcess(process, lines, reading, folder, ListeningLine.PortOf(answer));
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            process.Dispose();
            throw;
        }
    }

    /// <summary>Waits for the access line of a request that a test has just made.</summary>
    public Task<AccessLine> AccessLineAsync(Func<AccessLine, bool> which) =>
        Eventually.GetAsync(() => AccessLines.FirstOrDefault(which), TimeSpan.FromSeconds(15),
            () => $"no access line of this kind. The log:\n{Log}");

    /// <summary>Its metrics as they are now; the configuration must have said MetricsListen.</summary>
    public async Task<MetricsPage> MetricsAsync()
    {
        var address = _lines.Select(line => MetricsLine().Match(line)).FirstOrDefault(match => match.Success)
            ?? throw new InvalidOperationException("The proxy serves no metrics: set MetricsListen in its configuration before it starts.");
        return new MetricsPage(await _http.GetStringAsync(new Uri(address.Value)).ConfigureAwait(false));
    }

    /// <summary>Makes it read its configuration again, and returns when it has taken it over.</summary>
    /// <exception cref="TimeoutException">It has not: its log says why.</exception>
    public async Task ReloadAsync()
    {
        var before = CountReloads();
        Folder.WriteConfiguration();
        PosixSignal.Send(_process.Id, PosixSignal.HangUp);
        await Eventually.HoldsAsync(() => CountReloads() > before, TimeSpan.FromSeconds(15), () => $"the configuration was not taken over. The log:\n{Log}")
            .ConfigureAwait(false);
    }

    /// <summary>Asks it to stop as a service manager does, and gives its exit status.</summary>
    public async Task<int> StopAsync()
    {
        PosixSignal.Send(_process.Id, PosixSignal.Terminate);
        var ended = _process.WaitForExitAsync();
        if (await Task.WhenAny(ended, Task.Delay(TimeSpan.FromSeconds(20))).ConfigureAwait(false) != ended)
            throw new TimeoutException($"The proxy did not stop within 20 s of SIGTERM. Its log:\n{Log}");
        await _reading.ConfigureAwait(false);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            PosixSignal.Send(_process.Id, PosixSignal.Terminate);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(8));
            try
            {
                await _process.WaitForExitAsync(patience.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                _process.Kill(entireProcessTree: true);
            }
        }

        _process.Dispose();
    }

    private int CountReloads() => _lines.Count(line => line.Contains("\"event\":\"ConfigurationReloaded\"", StringComparison.Ordinal));

    [GeneratedRegex(@"http://\S+/metrics")]
    private static partial Regex MetricsLine();

    private static async Task ReadAsync(StreamReader reader, ConcurrentQueue<string> lines)
    {
        while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line)
            lines.Enqueue(line);
    }
}
