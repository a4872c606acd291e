using Sluice.Proxy.Commands;

namespace Sluice.Proxy.Options;

/// <summary>When a request, or a connection without one, is ended for doing nothing. Zero is never.</summary>
internal sealed record TimeoutModel
{
    // Before Default, whose making reads it.
    private static readonly TimeSpan _long = TimeSpan.FromMinutes(30);

    /// <summary>What holds where nothing is configured.</summary>
    public static TimeoutModel Default { get; } = new();

    /// <summary>
    /// How long nothing may move on a request's channel. Longer where one side computes long without a word: a push whose
    /// client collects objects or whose backend runs hooks, LFS beside it, and Mercurial, which never says that it is at work.
    /// </summary>
    public ServiceTimes Channel { get; init; } = ServiceTimes.Of(
        TimeSpan.FromMinutes(10),
        (HostingService.GitReceivePack, _long),
        (HostingService.GitLfsTransfer, _long),
        (HostingService.Hg, _long));

    /// <summary>How long a request may take, whatever moves.</summary>
    public ServiceTimes Total { get; init; } = ServiceTimes.Of(TimeSpan.FromHours(24));

    /// <summary>How long an authenticated connection may run nothing. Longer than people let a shared connection of ssh's rest (ControlPersist).</summary>
    public TimeSpan UnusedConnection { get; init; } = TimeSpan.FromHours(1);
}
