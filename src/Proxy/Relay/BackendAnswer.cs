namespace Sluice.Proxy.Relay;

/// <summary>What came of taking a command to a backend: exactly one of its forms.</summary>
internal abstract record BackendAnswer
{
    private BackendAnswer()
    {
    }

    /// <summary>The command runs: what follows is between client and backend.</summary>
    public sealed record Runs : BackendAnswer;

    /// <summary>The client has left.</summary>
    public sealed record ClientLeft : BackendAnswer;

    /// <summary>The backend does not run it.</summary>
    /// <param name="Blame">Who is to blame.</param>
    /// <param name="Text">What to tell the user.</param>
    /// <param name="Retry">Whether another connection may be tried.</param>
    public sealed record Failed(Blame Blame, string Text, Retry Retry) : BackendAnswer;
}
