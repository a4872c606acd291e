using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

using Microsoft.Extensions.Logging;

using Sluice.Proxy.Observability;

namespace Sluice.Proxy.Hosting;

/// <summary>Tells the service manager how it stands with us, as sd_notify(3) says. Without NOTIFY_SOCKET nobody is told anything.</summary>
internal sealed class ServiceManager
{
    /// <summary>One that is busy reads its queue in time; one that never reads must keep neither a drain nor a signal waiting.</summary>
    private const int PatienceMilliseconds = 1000;

    private readonly ILogger _logger;
    private readonly UnixDomainSocketEndPoint? _address;
    private readonly Lock _lock = new();
    private volatile bool _isMuted;
    private bool _isStopping;

    /// <param name="variable">Reads an environment variable.</param>
    /// <param name="processId">This process.</param>
    /// <param name="logger">Told when the manager cannot be.</param>
    public ServiceManager(Func<string, string?> variable, int processId, ILogger<ServiceManager> logger)
    {
        _logger = logger;
        // An @ stands for the NUL of Linux' abstract names.
        if (variable("NOTIFY_SOCKET") is { Length: > 1 } path && path[0] is '/' or '@') _address = new UnixDomainSocketEndPoint(path[0] == '@' ? '\0' + path[1..] : path);
        var isOurs = variable("WATCHDOG_PID") is not { } named || named == processId.ToString(CultureInfo.InvariantCulture);
        if (isOurs && _address is not null && long.TryParse(variable("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds) && microseconds > 0)
            Watchdog = TimeSpan.FromMicroseconds(microseconds);
    }

    /// <summary>Within this time it wants to hear that we live; null if it does not.</summary>
    public TimeSpan? Watchdog { get; }

    /// <summary>Clients are accepted.</summary>
    public void Ready() => Turn(isStopping: false, "READY=1");

    /// <summary>The configuration is being read again; <see cref="Reloaded"/> ends it.</summary>
    public void Reloading() => TellUnlessStopping(string.Create(CultureInfo.InvariantCulture, $"RELOADING=1\nMONOTONIC_USEC={Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1_000_000)}"));

    /// <summary>It was read, whatever came of it. Who is stopping by then is not ready again.</summary>
    public void Reloaded() => TellUnlessStopping("READY=1");

    /// <summary>No more clients are accepted, until <see cref="Ready"/> takes it back.</summary>
    public void Stopping() => Turn(isStopping: true, "STOPPING=1");

    /// <summary>A sentence for whoever asks the manager.</summary>
    public void Status(string text) => Tell($"STATUS={text.ReplaceLineEndings(" ")}");

    /// <summary>We live.</summary>
    public void Alive() => Tell("WATCHDOG=1");

    /// <summary>Another process is the service now; nothing that this one says concerns it.</summary>
    public void HandOver(int successor)
    {
        Tell(string.Create(CultureInfo.InvariantCulture, $"MAINPID={successor}"));
        _isMuted = true;
    }

    private void Turn(bool isStopping, string state)
    {
        lock (_lock)
        {
            _isStopping = isStopping;
            Tell(state);
        }
    }

    private void TellUnlessStopping(string state)
    {
        lock (_lock)
        {
            if (!_isStopping) Tell(state);
        }
    }

    private void Tell(string state)
    {
        if (_address is null || _isMuted) return;
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { SendTimeout = PatienceMilliseconds };
            socket.SendTo(Encoding.UTF8.GetBytes(state), _address);
        }
        catch (SocketException e)
        {
            _logger.ServiceManagerDeaf(e.Message);
        }
    }
}
