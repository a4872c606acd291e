using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Sluice.Transport.Crypto.KeyExchange;

/// <summary>
/// Diffie-Hellman modulo a prime (RFC 4253 section 8, RFC 8268, RFC 4419). The public values are the bodies of mpints.
/// Each run has an exponent of its own.
/// </summary>
/// <param name="group">The group; null if both sides agree on one first (RFC 4419), by <see cref="TakeGroup"/>.</param>
internal sealed class DiffieHellmanAgreement(DiffieHellmanGroup? group) : KeyAgreement
{
    private DiffieHellmanGroup? _group = group;
    private ulong[] _exponent = [];

    /// <summary>True until the group is known.</summary>
    public bool NeedsGroup => _group is null;

    /// <summary>Sets the group that both sides agreed on.</summary>
    public void TakeGroup(DiffieHellmanGroup agreed)
    {
        if (!NeedsGroup) throw new InvalidOperationException("The key agreement has its group.");
        _group = agreed;
    }

    public override byte[] Start()
    {
        var known = Known();
        Dispose();
        _exponent = new ulong[known.ExponentLimbs];
        RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(_exponent.AsSpan()));
        Span<byte> value = stackalloc byte[MontgomeryModulus.MaxLimbs * 8];
        value = value[..known.Prime.Length];
        known.PublicValue(_exponent, value);
        return SharedSecret.AsMpint(value)[sizeof(uint)..];
    }

    public override bool TryFinish(ReadOnlySpan<byte> serverValue, out byte[] sharedSecret)
    {
        var known = Known();
        if (_exponent.Length == 0) throw new InvalidOperationException("The key agreement has not been started.");
        sharedSecret = [];
        if (!TryReadMpint(serverValue, out var peer)) return false;
        Span<byte> secret = stackalloc byte[MontgomeryModulus.MaxLimbs * 8];
        secret = secret[..known.Prime.Length];
        if (!known.TryAgree(peer, _exponent, secret)) return false;
        sharedSecret = SharedSecret.AsMpint(secret);
        CryptographicOperations.ZeroMemory(secret);
        return true;
    }

    public override bool TryRespond(ReadOnlySpan<byte> clientValue, out byte[] serverValue, out byte[] sharedSecret)
    {
        serverValue = sharedSecret = [];
        // Before the work of making a key: what cannot be right.
        if (!TryReadMpint(clientValue, out var peer) || !Known().IsElement(peer)) return false;
        serverValue = Start();
        return TryFinish(clientValue, out sharedSecret);
    }

    public override void Dispose() => CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_exponent.AsSpan()));

    /// <summary>RFC 4251 section 5: not negative, and no leading zero but the one that keeps it positive.</summary>
    private static bool TryReadMpint(ReadOnlySpan<byte> body, out ReadOnlySpan<byte> magnitude)
    {
        magnitude = default;
        if (body.IsEmpty || (body[0] & 0x80) != 0) return false;
        if (body[0] == 0 && (body.Length == 1 || (body[1] & 0x80) == 0)) return false;
        magnitude = body.TrimStart((byte)0);
        return true;
    }

    private DiffieHellmanGroup Known() => _group ?? throw new InvalidOperationException("The key agreement has no group yet.");
}
