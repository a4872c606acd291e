namespace Sluice.Proxy.Sessions;

/// <summary>How far a request is.</summary>
internal enum RequestPhase
{
    /// <summary>Its command is read and compared with the routes.</summary>
    Deciding,

    /// <summary>The authorization endpoint is asked.</summary>
    Authorizing,

    /// <summary>Its user, or its repository, has as many requests as there may be: it waits for a place.</summary>
    WaitingForPlace,

    /// <summary>It waits for a part of MemoryBudget.</summary>
    WaitingForMemory,

    /// <summary>A connection to the backend is being made, or found.</summary>
    Connecting,

    /// <summary>Every place on the backend is taken: it waits its turn.</summary>
    Queued,

    /// <summary>The backend was asked to run the command and has not answered.</summary>
    Opening,

    /// <summary>The command runs.</summary>
    Running,

    /// <summary>Something ended it; the last words are being said.</summary>
    Ending,
}
