using System.Buffers.Binary;

using Sluice.Transport.Packets;
using Sluice.Transport.Wire;

namespace Sluice.Transport.Connection;

/// <summary>
/// The gate's word on a connection in the server role, until its user is known: the agreement of its first key exchange,
/// which costs us far more than its sender, waits for its turn. The turn is taken when the message that has to be answered
/// is there in full, and ends when it is answered, so that a silent client never holds one. Belongs to the receive loop.
/// </summary>
internal sealed class Admittance(SshConnection connection, IConnectionPass pass, KeyExchanges exchanges)
{
    // RFC 4250 section 4.1.2: the numbers that belong to key exchange methods.
    private const byte LeastAgreement = 30;
    private const byte MostAgreement = 49;

    private bool _hasTurn;

    /// <summary>True if the next packet is to be worked on only after <see cref="TakeTurnAsync"/>. Before the first keys packets lie in clear.</summary>
    public bool IsTurnDue(ReadOnlySpan<byte> received) =>
        !_hasTurn && exchanges.SessionId is null && received.Length > PacketLimits.PayloadOffset
        && received[PacketLimits.PayloadOffset] is >= LeastAgreement and <= MostAgreement
        && BinaryPrimitives.ReadUInt32BigEndian(received) <= (uint)received.Length - 4;

    /// <summary>Waits for the turn; a connection that waits too long ends.</summary>
    public async ValueTask TakeTurnAsync()
    {
        _hasTurn = await pass.TakeTurnAsync().ConfigureAwait(false);
        if (!_hasTurn) connection.End(EndReason.Limited, EndSide.Local, "Too many clients are connecting at once: try again in a moment.");
    }

    /// <summary>What was there has been worked on.</summary>
    public void EndTurn()
    {
        if (!_hasTurn) return;
        _hasTurn = false;
        pass.EndTurn();
    }

    public void OnAuthenticated()
    {
        EndTurn();
        pass.OnAuthenticated();
    }

    public void OnUnauthenticated(UnauthenticatedEnd end)
    {
        EndTurn();
        pass.OnUnauthenticated(end);
    }
}
