namespace Sluice.Proxy.Relay;

/// <summary>What is said to the backend on a channel.</summary>
/// <param name="Environment">Names and values, in their order.</param>
/// <param name="Line">The exec line.</param>
internal sealed record Command(IReadOnlyList<KeyValuePair<string, string>> Environment, ReadOnlyMemory<byte> Line)
{
    /// <summary>True if it does nothing before the client has spoken, so that saying it twice does no harm.</summary>
    public bool MayRepeat { get; init; } = true;
}
