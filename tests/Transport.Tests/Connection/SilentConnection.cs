using Sluice.Testing.Peers;

namespace Sluice.Transport.Tests.Connection;

/// <summary>The observer of a connection that nobody uses.</summary>
internal sealed class SilentConnection : IConnectionObserver
{
    public IChannelObserver OnSessionOpened(SshConnection connection, SshChannel channel) => new SilentObserver();

    public void OnEnded(SshConnection connection, End end)
    {
    }
}
