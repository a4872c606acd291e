namespace Sluice.Proxy.Routing;

/// <summary>Where a route leads: exactly one of its two forms.</summary>
internal abstract record RouteTarget
{
    private RouteTarget()
    {
    }

    /// <summary>To a backend.</summary>
    /// <param name="Name">The name of a backend or of a group of them.</param>
    /// <param name="Rewrite">The path to ask it for, with <c>$1</c> … for what the pattern's wildcards took; null keeps the client's path.</param>
    public sealed record Backend(string Name, Rewriting? Rewrite = null) : RouteTarget;

    /// <summary>To a refusal.</summary>
    /// <param name="Message">One sentence for the user.</param>
    public sealed record Refusal(string Message) : RouteTarget;
}
