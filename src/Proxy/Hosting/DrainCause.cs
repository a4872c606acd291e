namespace Sluice.Proxy.Hosting;

/// <summary>Why this process takes nobody on any more.</summary>
internal enum DrainCause
{
    /// <summary>A signal, or the host: it will stop.</summary>
    Stop,

    /// <summary>An operator's word, which may be taken back.</summary>
    Command,

    /// <summary>Another process has taken over.</summary>
    Upgrade,
}
