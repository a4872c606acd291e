namespace Sluice.Proxy.Authorization;

/// <summary>What the endpoint says to a question.</summary>
/// <param name="Message">For the user: why not; may be empty.</param>
/// <param name="Backend">The backend or group instead of the routes' own; null keeps that.</param>
/// <param name="Path">The path instead of the routes' own; null keeps that.</param>
/// <param name="Environment">Environment for the command.</param>
internal sealed record Verdict(string Message, string? Backend, string? Path, IReadOnlyList<KeyValuePair<string, string>> Environment)
{
    /// <summary>Without anything to say beside yes or no.</summary>
    public static Verdict Plain { get; } = new("", null, null, []);
}
