using System.Numerics;
using System.Security.Cryptography;
using Sluice.Transport.Wire;

namespace Sluice.Transport.Crypto.Keys;

/// <summary>ssh-rsa keys (RFC 4253 section 6.6) with the signatures of RFC 8332. SHA-1 signatures are refused.</summary>
internal sealed class RsaPublicKey : SshPublicKey
{
    public const string Name = "ssh-rsa", Sha512 = "rsa-sha2-512", Sha256 = "rsa-sha2-256";

    /// <summary>Bits of a modulus, at least and at most.</summary>
    public const int MinBits = 2048, MaxBits = 16384;

    // Every public exponent in use fits, and a long one would make each verification as slow as a signature.
    private const int MaxExponentBytes = 4;

    private static readonly string[] _algorithms = [Sha512, Sha256];

    private readonly byte[] _blob;
    private readonly int _modulusSize;
    private readonly KeyHandles<RSA> _handles;

    private RsaPublicKey(byte[] blob, RSAParameters parameters)
    {
        _blob = blob;
        _modulusSize = parameters.Modulus!.Length;
        Bits = BitsOf(parameters.Modulus);
        _handles = new(() => RSA.Create(parameters), spare: 1);
        _handles.Return(_handles.Rent());
    }

    public override string KeyType => Name;

    public override ReadOnlyMemory<byte> Blob => _blob;

    /// <summary>Bits of the modulus.</summary>
    public int Bits { get; }

    internal override IReadOnlyList<string> SignatureAlgorithms => _algorithms;

    /// <summary>Parses a blob whose type has been recognised; null if it is refused.</summary>
    public static RsaPublicKey? Parse(ReadOnlySpan<byte> blob, out string fault)
    {
        var reader = new WireReader(blob);
        reader.ReadString();
        var exponent = reader.ReadMpint();
        var modulus = reader.ReadMpint();
        fault = reader.IsComplete ? Judge(exponent, modulus) : "The ssh-rsa key is malformed.";
        if (fault.Length > 0) return null;
        try
        {
            return new RsaPublicKey(blob.ToArray(), new RSAParameters { Exponent = exponent.ToArray(), Modulus = modulus.ToArray() });
        }
        catch (CryptographicException)
        {
            fault = "The ssh-rsa key is not usable.";
            return null;
        }
    }

    /// <summary>The numbers as a key.</summary>
    public static RsaPublicKey From(ReadOnlySpan<byte> exponent, ReadOnlySpan<byte> modulus)
    {
        Span<byte> blob = new byte[(3 * sizeof(uint)) + Name.Length + exponent.Length + modulus.Length + 2];
        var writer = new WireWriter(blob);
        writer.WriteText(Name);
        writer.WriteMpint(exponent);
        writer.WriteMpint(modulus);
        return Parse(writer.Written, out var fault) ?? throw new SshKeyFileException(fault);
    }

    /// <summary>The hash of a signature algorithm; null if RSA keys do not use it.</summary>
    public static HashAlgorithmName? HashOf(string algorithm) => algorithm switch
    {
        Sha512 => HashAlgorithmName.SHA512,
        Sha256 => HashAlgorithmName.SHA256,
        _ => null,
    };

    internal override bool Verify(string algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (HashOf(algorithm) is not { } hash
            || !SignatureBlob.TryRead(signature, algorithm, out var value)
            || value.Length > _modulusSize) return false;
        // RFC 8017 section 8.2.2 wants the modulus's length; some clients leave out leading zeros.
        Span<byte> padded = stackalloc byte[MaxBits / 8];
        padded = padded[.._modulusSize];
        padded.Clear();
        value.CopyTo(padded[(_modulusSize - value.Length)..]);
        RSA? handle = null;
        try
        {
            handle = _handles.Rent();
            return handle.VerifyData(data, padded, hash, RSASignaturePadding.Pkcs1);
        }
        catch (CryptographicException)
        {
            return false;
        }
        finally
        {
            if (handle is not null) _handles.Return(handle);
        }
    }

    private static int BitsOf(ReadOnlySpan<byte> modulus) =>
        modulus.IsEmpty ? 0 : (8 * modulus.Length) - BitOperations.LeadingZeroCount(modulus[0]) + 24;

    private static string Judge(ReadOnlySpan<byte> exponent, ReadOnlySpan<byte> modulus)
    {
        var bits = BitsOf(modulus);
        if (bits < MinBits) return $"The RSA key has {bits} bits; make one of at least {MinBits}, or an Ed25519 key.";
        if (bits > MaxBits) return $"The RSA key has {bits} bits; make one of at most {MaxBits}, or an Ed25519 key.";
        if ((modulus[^1] & 1) == 0) return "The RSA key has an even modulus.";
        if (exponent.IsEmpty || exponent.Length > MaxExponentBytes || (exponent[^1] & 1) == 0 || exponent is [1])
            return "The RSA key has a public exponent that is not an odd number from 3 to 4294967295.";
        return "";
    }
}
