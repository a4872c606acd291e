namespace Sluice.Soak.Peers;

/// <summary>What a <see cref="LightBackend"/> does; the word is the last but one component of the asked path, in lower case, the last one its number.</summary>
internal enum BackendWord
{
    /// <summary>Sends so many bytes and ends with exit status 0.</summary>
    Send,

    /// <summary>Ends with this exit status.</summary>
    Status,

    /// <summary>Ends by a signal.</summary>
    Signal,

    /// <summary>Sends as much as it may, for ever.</summary>
    Endless,

    /// <summary>Does not answer the command.</summary>
    Silent,

    /// <summary>Answers after so many milliseconds, and ends with exit status 0.</summary>
    Late,

    /// <summary>Refuses the command.</summary>
    Refuse,

    /// <summary>Sends so many bytes and closes without an exit status.</summary>
    Bare,

    /// <summary>Sends EOF at once, and ends when the client does.</summary>
    Quiet,

    /// <summary>Takes what the client sends until its EOF; exit status 0 if that was so many bytes.</summary>
    Take,

    /// <summary>Sends so many bytes and loses its connection.</summary>
    Cut,
}
