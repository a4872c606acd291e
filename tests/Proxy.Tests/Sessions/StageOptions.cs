using Sluice.Proxy.Options;

namespace Sluice.Proxy.Tests.Sessions;

/// <summary>What is peculiar about the backend of a <see cref="Stage"/>.</summary>
internal sealed record StageOptions
{
    /// <summary>False leaves requests unanswered for the test to answer.</summary>
    public bool BackendAgrees { get; init; } = true;

    /// <summary>The proxy's clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>When requests and connections run out of time.</summary>
    public TimeoutModel Timeouts { get; init; } = TimeoutModel.Default;

    /// <summary>Nobody listens at its address.</summary>
    public bool BackendIsDead { get; init; }

    /// <summary>It has another host key than the pinned one.</summary>
    public bool BackendIsStranger { get; init; }

    /// <summary>Channels that it takes on one connection.</summary>
    public int BackendMaxSessions { get; init; } = 10;

    /// <summary>How clients share connections to it. Nothing is made ahead of need, so that a test sees what it asked for.</summary>
    public PoolModel Pool { get; init; } = new() { MinIdle = 0 };

    /// <summary>While it is not set, the backend answers nothing on a connection on which a channel is opened.</summary>
    public ManualResetEventSlim? BackendGoesOn { get; init; }

    /// <summary>Connections on which the backend hangs up as soon as a channel is opened, counted from the first.</summary>
    public int BackendHangsUp { get; init; }

    /// <summary>What a user, and all at a repository, may have at a time.</summary>
    public QuotaModel Quotas { get; init; } = QuotaModel.Default;
}
