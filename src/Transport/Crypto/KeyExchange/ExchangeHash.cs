using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Sluice.Transport.Crypto.KeyExchange;

/// <summary>
/// The exchange hash (RFC 4253 section 8) as it grows. Every method puts this before all else:
/// <code>
/// string   V_C, V_S   the identifications
/// string   I_C, I_S   the KEXINIT payloads
/// </code>
/// and then the host key, fields of its own, both public values and the shared secret.
/// </summary>
internal sealed class ExchangeHash : IDisposable
{
    private readonly IncrementalHash _hash;

    public ExchangeHash(
        HashAlgorithmName algorithm,
        string clientIdentification,
        string serverIdentification,
        ReadOnlySpan<byte> clientInit,
        ReadOnlySpan<byte> serverInit)
    {
        _hash = IncrementalHash.CreateHash(algorithm);
        AppendText(clientIdentification);
        AppendText(serverIdentification);
        AppendString(clientInit);
        AppendString(serverInit);
    }

    /// <summary>Adds the rest and gives H; called once.</summary>
    /// <param name="hostKey">K_S.</param>
    /// <param name="groupFields">What RFC 4419 section 3 puts between host key and values, as encoded; empty for other methods.</param>
    /// <param name="clientValue">e, Q_C or C_INIT.</param>
    /// <param name="serverValue">f, Q_S or S_REPLY.</param>
    /// <param name="sharedSecret">K, encoded, with its length.</param>
    public byte[] Complete(
        ReadOnlySpan<byte> hostKey,
        ReadOnlySpan<byte> groupFields,
        ReadOnlySpan<byte> clientValue,
        ReadOnlySpan<byte> serverValue,
        ReadOnlySpan<byte> sharedSecret)
    {
        AppendString(hostKey);
        _hash.AppendData(groupFields);
        AppendString(clientValue);
        AppendString(serverValue);
        _hash.AppendData(sharedSecret);
        return _hash.GetHashAndReset();
    }

    public void Dispose() => _hash.Dispose();

    private void AppendText(string text) => AppendString(Encoding.UTF8.GetBytes(text));

    private void AppendString(ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(length, (uint)bytes.Length);
        _hash.AppendData(length);
        _hash.AppendData(bytes);
    }
}
