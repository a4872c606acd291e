namespace Sluice.Proxy.Relay;

/// <summary>Where one party of a running request stands: what it was handed, what it may say, and what it lets us say.</summary>
/// <param name="Queued">Bytes for it that its kernel connection has not taken.</param>
/// <param name="Credit">Bytes that it may still send.</param>
/// <param name="Window">Bytes that it still lets us send.</param>
internal readonly record struct Standing(long Queued, long Credit, long Window);
