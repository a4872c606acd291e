using Org.BouncyCastle.Crypto.Agreement;
using Org.BouncyCastle.Crypto.Parameters;

namespace Sluice.Transport.Crypto.KeyExchange;

/// <summary>The groups of RFC 3526 from 2048 bits on, each made when it is first used.</summary>
internal static class DiffieHellmanGroups
{
    private static readonly Lazy<DiffieHellmanGroup> _group14 = new(static () => Create(DHStandardGroups.rfc3526_2048));
    private static readonly Lazy<DiffieHellmanGroup> _group15 = new(static () => Create(DHStandardGroups.rfc3526_3072));
    private static readonly Lazy<DiffieHellmanGroup> _group16 = new(static () => Create(DHStandardGroups.rfc3526_4096));
    private static readonly Lazy<DiffieHellmanGroup> _group17 = new(static () => Create(DHStandardGroups.rfc3526_6144));
    private static readonly Lazy<DiffieHellmanGroup> _group18 = new(static () => Create(DHStandardGroups.rfc3526_8192));

    private static readonly (int Bits, Lazy<DiffieHellmanGroup> Group)[] _bySize =
        [(2048, _group14), (3072, _group15), (4096, _group16), (6144, _group17), (8192, _group18)];

    /// <summary>2048 bits (RFC 3526 section 3).</summary>
    public static DiffieHellmanGroup Group14 => _group14.Value;

    /// <summary>4096 bits (RFC 3526 section 5).</summary>
    public static DiffieHellmanGroup Group16 => _group16.Value;

    /// <summary>8192 bits (RFC 3526 section 7).</summary>
    public static DiffieHellmanGroup Group18 => _group18.Value;

    /// <summary>
    /// What a server answers to a group request (RFC 4419 section 3): the smallest group from <paramref name="preferred"/>
    /// bits on, or else the largest; null if none has <paramref name="min"/> to <paramref name="max"/> bits.
    /// </summary>
    public static DiffieHellmanGroup? Choose(uint min, uint preferred, uint max)
    {
        Lazy<DiffieHellmanGroup>? chosen = null;
        foreach (var (bits, group) in _bySize)
        {
            if (bits < min || bits > max) continue;
            chosen = group;
            if (bits >= preferred) break;
        }
        return chosen?.Value;
    }

    /// <summary>The group of RFC 3526 with this prime; null if there is none.</summary>
    public static DiffieHellmanGroup? Find(ReadOnlySpan<byte> prime)
    {
        foreach (var (bits, group) in _bySize)
        {
            if (bits == 8 * prime.Length && group.Value.Prime.SequenceEqual(prime)) return group.Value;
        }
        return null;
    }

    private static DiffieHellmanGroup Create(DHParameters group) => new(group.P.ToByteArrayUnsigned(), group.G.ToByteArrayUnsigned());
}
