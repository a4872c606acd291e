namespace Sluice.Proxy.Relay;

/// <summary>How the client and the backend of a service take turns.</summary>
internal enum TurnTaking
{
    /// <summary>The backend speaks, whatever the client says: a command that prints something and ends.</summary>
    BackendSpeaks,

    /// <summary>Whoever has spoken last waits for the other; the client begins. Mercurial's protocol says no more than that.</summary>
    Alternating,

    /// <summary>The backend begins, and a flush packet ends a turn: git's fetch, and its LFS protocol.</summary>
    FlushPackets,

    /// <summary>The backend begins; what the client says after that is one turn, to its EOF: git's push.</summary>
    OneAnswer,

    /// <summary>The client begins, up to a flush packet; the rest is the backend's: git's archive.</summary>
    OneQuestion,
}
