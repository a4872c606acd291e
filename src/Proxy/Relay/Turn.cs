using Sluice.Proxy.Observability;

namespace Sluice.Proxy.Relay;

/// <summary>
/// Tells whose turn it is from who has spoken last and how those words ended. Git's protocols end a turn with a flush
/// packet (gitprotocol-common); what they do not say is taken for the speaker's own silence.
/// </summary>
internal static class Turn
{
    /// <summary><c>0000</c>, the flush packet.</summary>
    private const uint Flush = 0x30303030;

    /// <summary>The end of <c>0009done</c> and a line end: nothing more comes from a client that fetches by protocol version 0 or 1.</summary>
    private const uint Done = 0x6f6e650a;

    /// <summary>The ends of the lines that answer such a client's question: <c>NAK</c>, <c>ACK … common</c>, <c>… ready</c>, <c>… continue</c>.</summary>
    private static readonly uint[] _acknowledgements = [0x4e414b0a, 0x6d6f6e0a, 0x6164790a, 0x6e75650a];

    /// <summary><see cref="Side.Client"/> or <see cref="Side.Backend"/>.</summary>
    /// <param name="turns">How turns are taken.</param>
    /// <param name="speaker">Who spoke last; null if nobody has spoken.</param>
    /// <param name="client">The client's words.</param>
    /// <param name="backend">The backend's words.</param>
    public static Side Of(TurnTaking turns, Side? speaker, Voice client, Voice backend)
    {
        // Behind a client's EOF there is the backend's answer, behind a backend's its exit status.
        if (client.HasEnded || backend.HasEnded) return Side.Backend;
        return (turns, speaker) switch
        {
            (TurnTaking.BackendSpeaks, _) => Side.Backend,
            (TurnTaking.Alternating, Side.Client) => Side.Backend,
            (TurnTaking.Alternating, _) => Side.Client,
            (TurnTaking.OneQuestion, null) => Side.Client,
            (TurnTaking.OneQuestion, Side.Client) => client.Tail == Flush ? Side.Backend : Side.Client,
            (TurnTaking.OneQuestion, _) => Side.Backend,
            (_, null) => Side.Backend,
            (TurnTaking.OneAnswer, Side.Client) => Side.Client,
            (_, Side.Client) => client.Tail is Flush or Done ? Side.Backend : Side.Client,
            _ => HasBackendFinished(client, backend) ? Side.Client : Side.Backend,
        };
    }

    /// <summary>After <c>done</c> an acknowledgement is followed by the pack, which may take long to make.</summary>
    private static bool HasBackendFinished(Voice client, Voice backend) =>
        backend.Tail == Flush || (client.Tail != Done && _acknowledgements.Contains(backend.Tail));
}
