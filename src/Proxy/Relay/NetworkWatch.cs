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
    /// <param name="isStuck">True if bytes wait for the kernel to take them.</param>
    public void Look(SshConnection connection, bool isStuck)
    {
        if (isStuck || !_allArrived) Judge(connection.ReadSocket(), isStuck);
    }

    /// <summary>
    /// Bytes that wait, while others are on their way, wait for the network; a peer that does not read has acknowledged them
    /// all, for its window is shut. If none wait, others' channels may be what is on its way: then only bytes that had to
    /// be sent again are evidence.
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
        IsGuilty = now.Unacknowledged > 0 && (isStuck || now.Retransmits > before);
        _allArrived = now.Unacknowledged == 0;
    }
}
