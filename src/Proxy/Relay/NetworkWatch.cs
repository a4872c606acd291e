using Sluice.Transport;

namespace Sluice.Proxy.Relay;

/// <summary>
/// Whether the way to one peer is to blame, by what its kernel has not acknowledged. The kernel is asked once a second at
/// most, only while something is waited for, and not again when it has once said that everything arrived.
/// </summary>
internal sealed class NetworkWatch
{
    private long _retransmits = -1;
    private bool _allArrived;

    /// <summary>True if bytes of ours have not arrived at the peer.</summary>
    public bool IsGuilty { get; private set; }

    /// <summary>Something moved: what was seen before says nothing any more.</summary>
    public void Forget() => (_retransmits, _allArrived, IsGuilty) = (-1, false, false);

    /// <summary>A second has passed in which the peer was waited for.</summary>
    /// <param name="connection">The connection to it.</param>
    /// <param name="isStuck">True if it is waited for because it does not read.</param>
    public void Look(SshConnection connection, bool isStuck)
    {
        if (isStuck || !_allArrived) Judge(connection.ReadSocket(), isStuck);
    }

    /// <summary>
    /// Bytes that wait in the kernel, while others are on their way, wait for the network; a peer that does not read has
    /// acknowledged what was sent, for its window is shut. What is on its way while none wait may be another channel's, or
    /// its acknowledgement may be a moment late: then only bytes that had to be sent again are evidence.
    /// </summary>
    public void Judge(SocketUsage? usage, bool isStuck)
    {
        if (usage is not { } now)
        {
            IsGuilty = false;
            return;
        }
        var before = _retransmits < 0 ? now.Retransmits : _retransmits;
        _retransmits = before;
        IsGuilty = now.Unacknowledged > 0 && ((isStuck && now.NotSent > 0) || now.Retransmits > before);
        _allArrived = now.Unacknowledged == 0;
    }
}
