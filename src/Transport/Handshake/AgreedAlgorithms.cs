using System.Collections.Concurrent;

namespace Sluice.Transport.Handshake;

/// <summary>
/// What connections agreed on, one object for all that agreed on the same: an idle connection pays a reference for being
/// able to say it.
/// </summary>
internal static class AgreedAlgorithms
{
    // What peers may combine is more than what they do; who is beyond it pays for an object of its own.
    private const int MostShared = 256;

    private static readonly ConcurrentDictionary<NegotiatedAlgorithms, NegotiatedAlgorithms> _shared = new();

    /// <summary>An equal one that others have too. Safe from any thread.</summary>
    public static NegotiatedAlgorithms Share(NegotiatedAlgorithms agreed)
    {
        if (_shared.TryGetValue(agreed, out var shared)) return shared;
        return _shared.Count < MostShared ? _shared.GetOrAdd(agreed, agreed) : agreed;
    }
}
