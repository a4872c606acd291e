using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
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
        ProcessId = process.Id;
        Endpoint = new SshEndpoint("127.0.0.1", port, "git", [.. folder.HostKeys.Select(key => key.TypeAndBase64)]);
    }

    /// <summary>Where clients connect to.</summary>
    public SshEndpoint Endpoint { get; }

    /// <summary>The files it runs on.</summary>
    public SluiceFolder Folder { get; }

    /// <summary>The process that accepts clients: the one that was started, or the last that took over.</summary>
    public int ProcessId { get; private set; }

    /// <summary>True once it has ended, and all that were started to take over.</summary>
    public bool HasExited => StartedIds().Count < 2 ? _process.HasExited : _reading.IsCompleted;

    /// <summary>The log so far, a JSON object each line.</summary>
    public IReadOnlyList<string> LogLines => [.. _lines];

    public string Log => string.Join('\n', _lines);

    /// <summary>The access lines so far, one for each request that has ended.</summary>
    public IReadOnlyList<AccessLine> AccessLines => [.. _lines.Select(AccessLine.TryParse).OfType<AccessLine>()];

    /// <summary>Starts the proxy on a folder's configuration and returns when it listens.</summary>
    /// <param name="folder">Its files.</param>
    /// <param name="options">Its environment; null for the test's own.</param>
    /// <param name="launcher">The words of a command that becomes the command behind them; null for none.</param>
    public static async Task<SluiceProcess> StartAsync(SluiceFolder folder, ProgramOptions? options = null, params IReadOnlyList<string> launcher)
    {
        string[] words = [.. launcher, RequiredProgram.Find("dotnet"), RepositoryRoot.ProxyAssembly, "run", "--config", folder.WriteConfiguration()];
        var process = ProgramRunner.Start(words[0], words[1..], options ?? new ProgramOptions { Environment = folder.Environment });
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
    public async Task<MetricsPage> MetricsAsync() => new(await MetricsTextAsync().ConfigureAwait(false));

    /// <summary>The same in Prometheus' text format.</summary>
    public async Task<string> MetricsTextAsync()
    {
        return await _http.GetStringAsync(MetricsAddress()).ConfigureAwait(false);
    }

    /// <summary>What <c>/readyz</c> answers; the configuration must have said MetricsListen.</summary>
    public async Task<HttpStatusCode> ReadinessAsync()
    {
        using var answer = await _http.GetAsync(new Uri(MetricsAddress(), "/readyz")).ConfigureAwait(false);
        return answer.StatusCode;
    }

    /// <summary>Makes it read its configuration again, and returns when it has taken it over.</summary>
    /// <exception cref="TimeoutException">It has not: its log says why.</exception>
    public async Task ReloadAsync()
    {
        var before = CountReloads();
        Folder.WriteConfiguration();
        PosixSignal.Send(ProcessId, PosixSignal.HangUp);
        await Eventually.HoldsAsync(() => CountReloads() > before, TimeSpan.FromSeconds(15), () => $"the configuration was not taken over. The log:\n{Log}")
            .ConfigureAwait(false);
    }

    /// <summary>Has a process of the same program take over, and returns when it has; the one before may still drain.</summary>
    /// <exception cref="TimeoutException">It has not: its log says why.</exception>
    public async Task UpgradeAsync()
    {
        var before = Count("Upgraded");
        PosixSignal.Send(ProcessId, PosixSignal.User2);
        await LoggedAsync("Upgraded", before + 1).ConfigureAwait(false);
        ProcessId = StartedIds()[^1];
    }

    /// <summary>Returns when it has logged an event so often.</summary>
    public Task LoggedAsync(string name, int times = 1) =>
        Eventually.HoldsAsync(() => Count(name) >= times, TimeSpan.FromSeconds(30), () => $"the proxy did not log {name} {times} times. The log:\n{Log}");

    /// <summary>How often it has logged an event.</summary>
    public int Count(string name) => _lines.Count(line => line.Contains($"\"event\":\"{name}\"", StringComparison.Ordinal));

    /// <summary>Asks it to stop as a service manager does, and gives the exit status of the process that was started first.</summary>
    public async Task<int> StopAsync()
    {
        PosixSignal.Send(ProcessId, PosixSignal.Terminate);
        return await ExitAsync().ConfigureAwait(false);
    }

    /// <summary>Waits for the end of it and of all that took over from it, and gives the exit status of the process that was started first.</summary>
    public async Task<int> ExitAsync()
    {
        var ended = Task.WhenAll(_process.WaitForExitAsync(), _reading);
        if (await Task.WhenAny(ended, Task.Delay(TimeSpan.FromSeconds(20))).ConfigureAwait(false) != ended)
            throw new TimeoutException($"The proxy did not stop within 20 s. Its log:\n{Log}");
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!HasExited)
        {
            foreach (var id in StartedIds().Append(_process.Id)) SendIfOurs(id, PosixSignal.Terminate);
            if (await Task.WhenAny(_reading, Task.Delay(TimeSpan.FromSeconds(8))).ConfigureAwait(false) != _reading)
            {
                foreach (var id in StartedIds()) SendIfOurs(id, PosixSignal.Kill);
                if (!_process.HasExited) _process.Kill(entireProcessTree: true);
            }
        }

        _process.Dispose();
    }

    // A process id that is free again may be anybody's.
    private void SendIfOurs(int processId, int signal)
    {
        try
        {
            if (File.ReadAllText($"/proc/{processId}/cmdline").Contains(Folder.Files.FullName, StringComparison.Ordinal)) PosixSignal.Send(processId, signal);
        }
        catch (IOException)
        {
            // It is gone.
        }
    }

    private List<int> StartedIds() =>
        [.. _lines.Select(line => StartingLine().Match(line)).Where(match => match.Success).Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))];

    [GeneratedRegex(@"is starting with process id (\d+)")]
    private static partial Regex StartingLine();

    private Uri MetricsAddress() => _lines.Select(line => MetricsLine().Match(line)).FirstOrDefault(match => match.Success) is { } address
        ? new Uri(address.Value)
        : throw new InvalidOperationException("The proxy serves no metrics: set MetricsListen in its configuration before it starts.");

    private int CountReloads() => Count("ConfigurationReloaded");

    [GeneratedRegex(@"http://\S+/metrics")]
    private static partial Regex MetricsLine();

    private static async Task ReadAsync(StreamReader reader, ConcurrentQueue<string> lines)
    {
        while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line)
            lines.Enqueue(line);
    }
}
