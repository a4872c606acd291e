using Sluice.Transport.Crypto.Certificates;
using Sluice.Transport.Wire;

namespace Sluice.Transport.Authentication;

/// <summary>
/// Tells clients which host keys we have, so that they learn those they do not know yet, and proves that we have them
/// (OpenSSH PROTOCOL section 2.5). Certificates are left out: clients keep plain keys. The same for all connections.
/// <code>
/// byte     SSH_MSG_GLOBAL_REQUEST
/// string   "hostkeys-00@openssh.com", or "hostkeys-prove-00@openssh.com" from the client
/// boolean  FALSE, or TRUE
/// string   host key    (repeated)
/// </code>
/// </summary>
internal sealed class HostKeyProofs
{
    private readonly SshPrivateKey[] _keys;

    /// <param name="hostKeys">All host keys, their certified forms included.</param>
    public HostKeyProofs(IEnumerable<SshPrivateKey> hostKeys)
    {
        _keys = [.. hostKeys.Where(key => key.PublicKey is not SshCertificate)];
        var writer = new WireWriter(new byte[64 + _keys.Sum(key => sizeof(uint) + key.PublicKey.Blob.Length)]);
        writer.WriteByte((byte)MessageNumber.GlobalRequest);
        writer.WriteString("hostkeys-00@openssh.com"u8);
        writer.WriteBoolean(false);
        foreach (var key in _keys) writer.WriteString(key.PublicKey.Blob.Span);
        Announcement = writer.Written.ToArray();
    }

    private static ReadOnlySpan<byte> ProveName => "hostkeys-prove-00@openssh.com"u8;

    /// <summary>The message to send once, when the client is authenticated.</summary>
    public byte[] Announcement { get; }

    /// <summary>True if a GLOBAL_REQUEST asks for proofs.</summary>
    public static bool IsRequest(ReadOnlySpan<byte> payload) => new WireReader(payload[1..]).ReadString().SequenceEqual(ProveName);

    /// <summary>
    /// The REQUEST_SUCCESS with a signature for each key asked for; null to answer REQUEST_FAILURE: the request is malformed,
    /// names nothing, a key that is not ours, or one of ours twice, which would have us sign without end.
    /// </summary>
    /// <param name="payload">The GLOBAL_REQUEST.</param>
    /// <param name="sessionId">The session id.</param>
    /// <param name="hostKeyAlgorithm">
    /// What the key exchange agreed on: clients expect an RSA key's proof with the same hash if that was RSA's.
    /// </param>
    public byte[]? Prove(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> sessionId, string hostKeyAlgorithm)
    {
        var asked = FindKeys(payload);
        if (asked.Count == 0) return null;
        var signatures = new byte[asked.Count][];
        for (var i = 0; i < signatures.Length; i++) signatures[i] = Prove(asked[i], sessionId, hostKeyAlgorithm);
        var writer = new WireWriter(new byte[1 + signatures.Sum(signature => sizeof(uint) + signature.Length)]);
        writer.WriteByte((byte)MessageNumber.RequestSuccess);
        foreach (var signature in signatures) writer.WriteString(signature);
        return writer.Written.ToArray();
    }

    private static byte[] Prove(SshPrivateKey key, ReadOnlySpan<byte> sessionId, string hostKeyAlgorithm)
    {
        var blob = key.PublicKey.Blob.Span;
        var data = new WireWriter(new byte[(3 * sizeof(uint)) + ProveName.Length + sessionId.Length + blob.Length]);
        data.WriteString(ProveName);
        data.WriteString(sessionId);
        data.WriteString(blob);
        var algorithms = key.PublicKey.SignatureAlgorithms;
        var algorithm = algorithms.FirstOrDefault(name => hostKeyAlgorithm == name || hostKeyAlgorithm == CertificateName.Of(name));
        return key.Sign(algorithm ?? algorithms[0], data.Written);
    }

    private List<SshPrivateKey> FindKeys(ReadOnlySpan<byte> payload)
    {
        var found = new List<SshPrivateKey>();
        var reader = new WireReader(payload[1..]);
        reader.ReadString();
        reader.ReadBoolean();
        var count = 0;
        while (!reader.Remaining.IsEmpty)
        {
            var blob = reader.ReadString();
            foreach (var key in _keys)
            {
                if (key.PublicKey.Blob.Span.SequenceEqual(blob) && !found.Contains(key)) found.Add(key);
            }
            count++;
        }
        return reader.IsComplete && found.Count == count ? found : [];
    }
}
