using Sluice.Proxy.Observability;

namespace Sluice.Proxy.Relay;

/// <summary>Who is waited for.</summary>
/// <param name="Owes">The party that owes bytes.</param>
/// <param name="Peer">On whose side: the same, or the one that the network leads to.</param>
/// <param name="IsStuck">True if bytes wait to be taken by it; false if its own are waited for.</param>
internal readonly record struct Debt(Side Owes, Side Peer, bool IsStuck)
{
    /// <summary>
    /// Who is waited for while a command runs. Bytes that wait to be taken come first: a party that does not read what it was
    /// handed need not be asked whose turn it is. Then whose turn it is, if it has credit; without credit the other one
    /// does not read, or we have not passed on what it granted.
    /// </summary>
    /// <param name="turn">Whose turn it is: client or backend.</param>
    /// <param name="client">Where the client stands.</param>
    /// <param name="backend">Where the backend stands.</param>
    public static Debt Of(Side turn, in Standing client, in Standing backend)
    {
        var (other, mine, theirs) = turn == Side.Client ? (Side.Backend, client, backend) : (Side.Client, backend, client);
        if (mine.Queued > 0) return Stuck(turn);
        if (theirs.Queued > 0) return Stuck(other);
        if (mine.Credit > 0) return new Debt(turn, turn, IsStuck: false);
        return Stuck(theirs.Window == 0 ? other : Side.Proxy);
    }

    /// <summary>The same, with the network to blame.</summary>
    public Debt OfNetwork() => this with { Owes = Side.Network };

    private static Debt Stuck(Side side) => new(side, side, IsStuck: true);
}
