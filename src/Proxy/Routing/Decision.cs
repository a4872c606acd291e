namespace Sluice.Proxy.Routing;

/// <summary>What the routes say to one command: exactly one of its two forms.</summary>
internal abstract record Decision
{
    private Decision()
    {
    }

    /// <summary>Take the command to a backend.</summary>
    /// <param name="Backend">The name of a backend or of a group in the configuration.</param>
    /// <param name="Path">The repository path to ask the backend for: the client's own, or the rewritten one.</param>
    public sealed record Forward(string Backend, string Path) : Decision
    {
        /// <summary>Environment that goes along with it.</summary>
        public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];
    }

    /// <summary>Refuse it.</summary>
    /// <param name="Message">One sentence for the user.</param>
    public sealed record Refuse(string Message) : Decision;
}
