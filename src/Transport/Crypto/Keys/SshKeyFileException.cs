namespace Sluice.Transport;

/// <summary>A key file cannot be used; the message is one sentence for the operator.</summary>
public sealed class SshKeyFileException(string message) : Exception(message);
