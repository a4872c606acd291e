namespace Sluice.Transport;

/// <summary>Hears what happens to one accepted or opened connection. Calls come from its receive loop and must not block.</summary>
public interface IConnectionObserver
{
    /// <summary>
    /// Server role: the client opened a session channel (RFC 4254 section 6.1). It is confirmed with the window that
    /// <see cref="SshServerOptions.InitialWindow"/> says, and heard by the observer returned here.
    /// </summary>
    IChannelObserver OnSessionOpened(SshConnection connection, SshChannel channel);

    /// <summary>The connection is over, its channels were told before. Comes exactly once, last.</summary>
    void OnEnded(SshConnection connection, End end);
}
