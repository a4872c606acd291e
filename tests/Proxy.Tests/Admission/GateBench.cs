using System.Net;
using System.Text;

using Microsoft.Extensions.Time.Testing;

using Sluice.Proxy.Admission;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Transport;

using Xunit;

namespace Sluice.Proxy.Tests.Admission;

/// <summary>A gate with a clock and dice that a test moves.</summary>
internal sealed class GateBench : IDisposable
{
    private static readonly IPEndPoint _here = IPEndPoint.Parse("198.51.100.1:22");

    private readonly SluiceMetrics _metrics = new();

    public GateBench(AdmissionModel? model = null)
    {
        Model = model ?? new AdmissionModel();
        Gate = new AdmissionGate(() => Model, _metrics.Admission, Log, Time, () => Dice);
    }

    public AdmissionModel Model { get; set; }

    public int Dice { get; set; }

    public CapturedLog<AdmissionGate> Log { get; } = new();

    public FakeTimeProvider Time { get; } = new();

    public AdmissionGate Gate { get; }

    public AdmissionMetrics Metrics => _metrics.Admission;

    /// <summary>The farewell of the last connection that was sent away.</summary>
    public string Farewell { get; private set; } = "";

    /// <summary>A connection comes; null if it is sent away.</summary>
    public IConnectionPass? Come(string address)
    {
        var pass = Gate.Admit(new IPEndPoint(IPAddress.Parse(address), 4711), _here, isProxy: false, out var farewell);
        Farewell = Encoding.ASCII.GetString(farewell.Span);
        Assert.Equal(pass is null, Farewell.Length > 0);
        return pass;
    }

    /// <summary>One comes through a proxy.</summary>
    public IConnectionPass? ComeThroughProxy() =>
        Gate.Admit(IPEndPoint.Parse("198.51.100.9:4711"), _here, isProxy: true, out _);

    /// <summary>The header of one that came through a proxy names its client.</summary>
    public bool Name(IConnectionPass pass, string address)
    {
        var isIn = pass.OnNamed(new IPEndPoint(IPAddress.Parse(address), 4711), _here, out var farewell);
        Farewell = Encoding.ASCII.GetString(farewell.Span);
        return isIn;
    }

    /// <summary>A connection comes, and ends like this; false if it was sent away.</summary>
    public bool ComeAndEnd(string address, EndReason reason = EndReason.PeerClosed, LoginAttempt attempt = LoginAttempt.None, EndSide side = EndSide.Peer)
    {
        if (Come(address) is not { } pass) return false;
        pass.OnUnauthenticated(new UnauthenticatedEnd("git", new IPEndPoint(IPAddress.Parse(address), 4711), "lusab-babad", new End(reason, side, "why")) { Attempt = attempt });
        return true;
    }

    /// <summary>A connection comes, and its user is let in.</summary>
    public void LogIn(string address)
    {
        var pass = Come(address);
        Assert.NotNull(pass);
        pass.OnAuthenticated();
    }

    public WhyReport Why(string address) => Gate.Why(IPAddress.Parse(address));

    public void Pass(double seconds) => Time.Advance(TimeSpan.FromSeconds(seconds));

    public void Dispose()
    {
        Gate.Dispose();
        _metrics.Dispose();
    }
}
