using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Sluice.Transport.Crypto.KeyExchange;

/// <summary>
/// Streamlined NTRU Prime sntrup761 (NTRU Prime: round 3 of the NIST call, 2020), a key encapsulation with implicit
/// rejection. Nothing secret decides about a branch, an index or a division. Thread-safe.
/// </summary>
internal static class Sntrup761
{
    /// <summary>The ring: polynomials modulo x^761 - x - 1 and 4591.</summary>
    public const int Degree = 761, Q = 4591;

    /// <summary>Coefficients of a short polynomial that are not zero.</summary>
    public const int Weight = 286;

    /// <summary>Length of the spans that hold a polynomial: whole vectors of any width.</summary>
    public const int PaddedDegree = 768;

    /// <summary>Bytes of a public key, of a ciphertext and of a shared secret.</summary>
    public const int
        PublicKeySize = LargePolynomial.Size,
        CiphertextSize = LargePolynomial.RoundedSize + Sntrup761Hash.Size,
        SecretSize = Sntrup761Hash.Size;

    /// <summary>Bytes of a private key: f, 1/g, the public key, what replaces a rejected message, the public key's hash.</summary>
    public const int PrivateKeySize = ReplacementAt + SmallPolynomial.Size + Sntrup761Hash.Size;

    private const int PublicKeyAt = 2 * SmallPolynomial.Size;
    private const int ReplacementAt = PublicKeyAt + PublicKeySize;

    /// <summary>Makes a key: 1158 bytes to publish, and 1763 that the caller clears.</summary>
    [SkipLocalsInit]
    public static void GenerateKey(Span<byte> publicKey, Span<byte> privateKey)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(publicKey.Length, PublicKeySize);
        ArgumentOutOfRangeException.ThrowIfNotEqual(privateKey.Length, PrivateKeySize);
        Span<short> scratch = stackalloc short[3 * PaddedDegree];
        var g = scratch[..PaddedDegree];
        var f = scratch.Slice(PaddedDegree, PaddedDegree);
        var reciprocal = scratch[(2 * PaddedDegree)..];
        // One g in a billion has no reciprocal. That another is taken says nothing about it.
        do SmallPolynomial.Randomize(g);
        while (!RingReciprocal.TryInvert(CoefficientModulus.Three, g, reciprocal));
        SmallPolynomial.Encode(reciprocal, privateKey[SmallPolynomial.Size..]);

        // The public key is g/(3f). Modulo 4591 the ring is a field, so 3f always has a reciprocal.
        SmallPolynomial.RandomizeShort(f);
        SmallPolynomial.Encode(f, privateKey);
        for (var i = 0; i < Degree; i++) f[i] *= 3;
        RingReciprocal.TryInvert(CoefficientModulus.Q, f, reciprocal);
        RingProduct.Multiply(CoefficientModulus.Q, reciprocal, g, f);
        LargePolynomial.Encode(f, publicKey);
        publicKey.CopyTo(privateKey[PublicKeyAt..]);
        RandomNumberGenerator.Fill(privateKey.Slice(ReplacementAt, SmallPolynomial.Size));
        Sntrup761Hash.OfPublicKey(publicKey, privateKey[(ReplacementAt + SmallPolynomial.Size)..]);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(scratch));
    }

    /// <summary>
    /// Whether these are the bytes of some public key: the length, and every number of the encoding below its radix. No
    /// key generation makes others, so what decoding would make of them is nobody's business.
    /// </summary>
    [SkipLocalsInit]
    public static bool IsPublicKey(ReadOnlySpan<byte> publicKey)
    {
        if (publicKey.Length != PublicKeySize) return false;
        Span<short> polynomial = stackalloc short[PaddedDegree];
        Span<byte> again = stackalloc byte[PublicKeySize];
        LargePolynomial.Decode(publicKey, polynomial);
        LargePolynomial.Encode(polynomial, again);
        return publicKey.SequenceEqual(again);
    }

    /// <summary>Encapsulates to a key that passed <see cref="IsPublicKey"/>: a ciphertext of 1039 and a secret of 32.</summary>
    [SkipLocalsInit]
    public static void Encapsulate(ReadOnlySpan<byte> publicKey, Span<byte> ciphertext, Span<byte> secret)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(publicKey.Length, PublicKeySize);
        ArgumentOutOfRangeException.ThrowIfNotEqual(ciphertext.Length, CiphertextSize);
        ArgumentOutOfRangeException.ThrowIfNotEqual(secret.Length, SecretSize);
        Span<short> message = stackalloc short[PaddedDegree];
        Span<byte> encoded = stackalloc byte[SmallPolynomial.Size];
        Span<byte> publicKeyHash = stackalloc byte[Sntrup761Hash.Size];
        SmallPolynomial.RandomizeShort(message);
        SmallPolynomial.Encode(message, encoded);
        Sntrup761Hash.OfPublicKey(publicKey, publicKeyHash);
        Hide(message, encoded, publicKey, publicKeyHash, ciphertext);
        Sntrup761Hash.Session(1, encoded, ciphertext, secret);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(message));
        CryptographicOperations.ZeroMemory(encoded);
    }

    /// <summary>
    /// Decapsulates any 1039 bytes to a secret of 32. What <see cref="Encapsulate"/> cannot have made for this key gives a
    /// secret that nobody knows, in the same time.
    /// </summary>
    [SkipLocalsInit]
    public static void Decapsulate(ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> ciphertext, Span<byte> secret)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(privateKey.Length, PrivateKeySize);
        ArgumentOutOfRangeException.ThrowIfNotEqual(ciphertext.Length, CiphertextSize);
        ArgumentOutOfRangeException.ThrowIfNotEqual(secret.Length, SecretSize);
        Span<short> message = stackalloc short[PaddedDegree];
        Span<byte> encoded = stackalloc byte[SmallPolynomial.Size];
        Span<byte> again = stackalloc byte[CiphertextSize];
        Reveal(privateKey, ciphertext[..LargePolynomial.RoundedSize], message);
        SmallPolynomial.Encode(message, encoded);
        Hide(message, encoded, privateKey.Slice(PublicKeyAt, PublicKeySize), privateKey[^Sntrup761Hash.Size..], again);

        var equal = Unsafe.BitCast<bool, byte>(CryptographicOperations.FixedTimeEquals(again, ciphertext));
        var replacement = privateKey.Slice(ReplacementAt, SmallPolynomial.Size);
        for (var i = 0; i < encoded.Length; i++) encoded[i] ^= (byte)((encoded[i] ^ replacement[i]) & (equal - 1));
        Sntrup761Hash.Session(equal, encoded, ciphertext, secret);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(message));
        CryptographicOperations.ZeroMemory(encoded);
        CryptographicOperations.ZeroMemory(again);
    }

    /// <summary>The ciphertext of a message: its product with the public key, rounded, and a hash that confirms it.</summary>
    [SkipLocalsInit]
    private static void Hide(
        ReadOnlySpan<short> message,
        ReadOnlySpan<byte> encoded,
        ReadOnlySpan<byte> publicKey,
        ReadOnlySpan<byte> publicKeyHash,
        Span<byte> ciphertext)
    {
        Span<short> scratch = stackalloc short[2 * PaddedDegree];
        var product = scratch[PaddedDegree..];
        LargePolynomial.Decode(publicKey, scratch[..PaddedDegree]);
        RingProduct.Multiply(CoefficientModulus.Q, scratch[..PaddedDegree], message, product);
        LargePolynomial.EncodeRounded(product, ciphertext[..LargePolynomial.RoundedSize]);
        Sntrup761Hash.Confirm(encoded, publicKeyHash, ciphertext[LargePolynomial.RoundedSize..]);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(scratch));
    }

    /// <summary>The short message in a rounded product: 3f times it, modulo 3, times 1/g.</summary>
    [SkipLocalsInit]
    private static void Reveal(ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> rounded, Span<short> message)
    {
        Span<short> scratch = stackalloc short[3 * PaddedDegree];
        var factor = scratch[..PaddedDegree];
        var input = scratch.Slice(PaddedDegree, PaddedDegree);
        var product = scratch[(2 * PaddedDegree)..];
        LargePolynomial.DecodeRounded(rounded, input);
        SmallPolynomial.Decode(privateKey[..SmallPolynomial.Size], factor);
        RingProduct.Multiply(CoefficientModulus.Q, input, factor, product);
        var (q, three) = (CoefficientModulus.Q, CoefficientModulus.Three);
        for (var i = 0; i < Degree; i++) product[i] = three.Freeze(q.Freeze((short)(3 * product[i])));
        SmallPolynomial.Decode(privateKey.Slice(SmallPolynomial.Size, SmallPolynomial.Size), factor);
        RingProduct.Multiply(three, product, factor, message);
        SmallPolynomial.ForceShort(message);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(scratch));
    }
}
