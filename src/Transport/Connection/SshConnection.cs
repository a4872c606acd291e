using System.Net;

namespace Sluice.Transport;

/// <summary>An authenticated, or not yet authenticated, SSH connection in either role.</summary>
public sealed class SshConnection
{
    /// <summary>A short, speakable, semi-unique id, as in <c>lusab-babad</c>, for logs.</summary>
    public string Id => throw new NotImplementedException();

    /// <summary>The peer's address.</summary>
    public IPEndPoint RemoteEndPoint => throw new NotImplementedException();

    /// <summary>The peer's identification string without line end; empty before it came.</summary>
    public string RemoteIdentification => throw new NotImplementedException();

    /// <summary>The user name that was authenticated; empty before.</summary>
    public string User => throw new NotImplementedException();

    /// <summary>Server role: the key that signed; null before authentication.</summary>
    public SshPublicKey? AuthenticatedKey => throw new NotImplementedException();

    /// <summary>Server role: what <see cref="IAuthenticator"/> said; null before authentication.</summary>
    public object? Identity => throw new NotImplementedException();

    /// <summary>True until the connection ended.</summary>
    public bool IsAlive => throw new NotImplementedException();

    /// <summary>Client role: opens a session channel. The observer hears OnOpened or OnOpenRefused, or OnEnded at once if the connection is over.</summary>
    public SshChannel OpenSession(IChannelObserver observer, uint initialWindow, uint maxPacket) => throw new NotImplementedException();

    /// <summary>Sends DISCONNECT with the RFC code that fits and ends the connection. The first end wins.</summary>
    public void Close(EndReason reason, string detail) => throw new NotImplementedException();
}
