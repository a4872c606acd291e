using Sluice.Proxy.Commands;

namespace Sluice.Proxy.Options;

/// <summary>How a backend is told who asks. A variable that is null is not sent.</summary>
internal sealed record IdentityModel
{
    /// <summary>The variable with the user's name.</summary>
    public string? User { get; init; } = "SLUICE_USER";

    /// <summary>The variable with the key's fingerprint.</summary>
    public string? KeyFingerprint { get; init; } = "SLUICE_KEY_FINGERPRINT";

    /// <summary>The variable with the key directory's number or name for the key; not sent for a key that has none.</summary>
    public string? KeyId { get; init; } = "SLUICE_KEY_ID";

    /// <summary>The variable with the client's IP address.</summary>
    public string? ClientAddress { get; init; } = "SLUICE_CLIENT_ADDRESS";

    /// <summary>The variable with the request's id.</summary>
    public string? RequestId { get; init; } = "SLUICE_REQUEST_ID";

    /// <summary>The command line that is sent in place of the client's; null sends the client's.</summary>
    public CommandTemplate? Template { get; init; }

    /// <summary>True to send the command that the template replaces as SSH_ORIGINAL_COMMAND.</summary>
    public bool SendOriginalCommand { get; init; }

    /// <summary>The variables that are sent, each once.</summary>
    public IReadOnlyList<string> Names => new[] { RequestId, User, KeyFingerprint, KeyId, ClientAddress }.OfType<string>().ToList();

    /// <summary>True if nobody but Sluice may set a variable of that name.</summary>
    public bool Reserves(string name) =>
        name.Equals(EnvironmentName.OriginalCommand, StringComparison.OrdinalIgnoreCase) || Names.Contains(name, StringComparer.OrdinalIgnoreCase);
}
