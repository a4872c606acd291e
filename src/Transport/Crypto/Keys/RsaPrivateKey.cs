using System.Numerics;
using System.Security.Cryptography;
using Sluice.Transport.Wire;

namespace Sluice.Transport.Crypto.Keys;

/// <summary>The private half of an ssh-rsa key, signing with SHA-2 (RFC 8332).</summary>
internal sealed class RsaPrivateKey : SshPrivateKey
{
    private readonly RSAParameters _parameters;
    private readonly KeyHandles<RSA> _handles;

    /// <param name="parameters">All numbers; kept and cleared by this key.</param>
    /// <exception cref="SshKeyFileException">The public half is refused: too short, for one.</exception>
    /// <exception cref="CryptographicException">The numbers are no RSA key.</exception>
    public RsaPrivateKey(RSAParameters parameters)
    {
        PublicKey = RsaPublicKey.From(parameters.Exponent, parameters.Modulus);
        _parameters = parameters;
        _handles = new(() => RSA.Create(parameters), Environment.ProcessorCount);
        _handles.Return(_handles.Rent());
    }

    public override SshPublicKey PublicKey { get; }

    /// <summary>Reads the fields of an OpenSSH key file that follow the type: n, e, d, iqmp, p, q.</summary>
    public static RsaPrivateKey? Read(ref WireReader reader)
    {
        var modulus = reader.ReadMpint();
        var exponent = reader.ReadMpint();
        var d = reader.ReadMpint();
        var inverseQ = reader.ReadMpint();
        var p = reader.ReadMpint();
        var q = reader.ReadMpint();
        var half = (modulus.Length + 1) / 2;
        if (reader.Failed || d.Length > modulus.Length || inverseQ.Length > half || p.Length > half || q.Length > half
            || p.IsEmpty || q.IsEmpty) return null;
        return new RsaPrivateKey(new RSAParameters
        {
            Modulus = modulus.ToArray(),
            Exponent = exponent.ToArray(),
            D = Pad(d, modulus.Length),
            P = Pad(p, half),
            Q = Pad(q, half),
            DP = Pad(Reduce(d, p), half),
            DQ = Pad(Reduce(d, q), half),
            InverseQ = Pad(inverseQ, half),
        });
    }

    internal override byte[] Sign(string algorithm, ReadOnlySpan<byte> data)
    {
        if (RsaPublicKey.HashOf(algorithm) is not { } hash) throw WrongAlgorithm(algorithm);
        var handle = _handles.Rent();
        try
        {
            return SignatureBlob.Write(algorithm, handle.SignData(data, hash, RSASignaturePadding.Pkcs1));
        }
        finally
        {
            _handles.Return(handle);
        }
    }

    internal override int PrivateFieldsSize =>
        RsaPublicKey.Name.Length + (7 * (sizeof(uint) + 1)) + (4 * _parameters.Modulus!.Length) + 8;

    internal override void WritePrivateFields(ref WireWriter writer)
    {
        _handles.ThrowIfClosed();
        writer.WriteText(RsaPublicKey.Name);
        writer.WriteMpint(_parameters.Modulus);
        writer.WriteMpint(_parameters.Exponent);
        writer.WriteMpint(_parameters.D);
        writer.WriteMpint(_parameters.InverseQ);
        writer.WriteMpint(_parameters.P);
        writer.WriteMpint(_parameters.Q);
    }

    public override void Dispose()
    {
        _handles.Close();
        ReadOnlySpan<byte[]?> secrets =
            [_parameters.D, _parameters.P, _parameters.Q, _parameters.DP, _parameters.DQ, _parameters.InverseQ];
        foreach (var secret in secrets)
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <summary>d mod (prime - 1): the file leaves out the two exponents of the Chinese remainder theorem.</summary>
    private static byte[] Reduce(ReadOnlySpan<byte> d, ReadOnlySpan<byte> prime)
    {
        var order = new BigInteger(prime, isUnsigned: true, isBigEndian: true) - BigInteger.One;
        if (order.Sign <= 0) return [];
        return (new BigInteger(d, isUnsigned: true, isBigEndian: true) % order).ToByteArray(isUnsigned: true, isBigEndian: true);
    }

    private static byte[] Pad(ReadOnlySpan<byte> number, int length)
    {
        var padded = new byte[length];
        number.CopyTo(padded.AsSpan(length - number.Length));
        return padded;
    }
}
