using Sluice.Transport.Wire;

namespace Sluice.Transport.Connection;

/// <summary>The time between the first keys and authentication (RFC 4252) in one of the roles; dropped when that is over.</summary>
internal abstract class Login
{
    /// <summary>The user name that is being authenticated; empty if none was said.</summary>
    public abstract string User { get; }

    /// <summary>Server role: how far the client went.</summary>
    public virtual LoginAttempt Attempt => LoginAttempt.None;

    /// <summary>True if nothing more may be taken before <see cref="AnswerAsync"/> was awaited.</summary>
    public bool IsAnswerDue { get; protected set; }

    /// <summary>The first keys are there.</summary>
    public abstract void OnFirstKeys();

    /// <summary>Takes a message that the guard lets through.</summary>
    public abstract void OnMessage(MessageNumber number, ReadOnlySpan<byte> payload);

    /// <summary>The connection ended: nobody waits for the directory any more. Safe from any thread.</summary>
    public virtual void Cancel()
    {
    }

    /// <summary>Answers the request that was taken last: verifies it and asks the directory, in bounded time.</summary>
    public virtual ValueTask AnswerAsync() => ValueTask.CompletedTask;
}
