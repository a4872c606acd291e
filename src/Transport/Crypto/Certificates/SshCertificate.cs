using System.Net;

using Sluice.Transport.Crypto.Certificates;
using Sluice.Transport.Crypto.Keys;

namespace Sluice.Transport;

/// <summary>
/// An OpenSSH certificate (PROTOCOL.certkeys): a key, and what an authority says of it. One that is here is well formed
/// and its signature holds; whether the authority is trusted is for others to say. It stands wherever a public key does,
/// with algorithms of its own, and signatures are the certified key's.
/// </summary>
public sealed class SshCertificate : SshPublicKey
{
    private readonly CertificateKind _kind;
    private readonly byte[] _blob;
    private readonly CertificateFields _fields;

    internal SshCertificate(CertificateKind kind, byte[] blob, CertificateFields fields)
    {
        _kind = kind;
        _blob = blob;
        _fields = fields;
    }

    /// <inheritdoc/>
    public override string KeyType => _kind.Name;

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Blob => _blob;

    /// <inheritdoc/>
    public override string Fingerprint => Key.Fingerprint;

    /// <summary>The certified key.</summary>
    public SshPublicKey Key => _fields.Key;

    /// <summary>The key that signed the certificate.</summary>
    public SshPublicKey Authority => _fields.Authority;

    /// <summary>Whom it is about.</summary>
    public SshCertificateType Type => _fields.Type;

    /// <summary>The authority's number for it; 0 if the authority does not count.</summary>
    public ulong Serial => _fields.Serial;

    /// <summary>The authority's words for it, for logs.</summary>
    public string KeyId => _fields.KeyId;

    /// <summary>The users or hosts that it names.</summary>
    public IReadOnlyList<string> Principals => _fields.Principals;

    /// <summary>What is run in place of what the user asks for; null if there is nothing.</summary>
    public string? ForceCommand => _fields.Options.ForceCommand;

    /// <summary>Parses a wire blob from an untrusted source and verifies the authority's signature.</summary>
    /// <returns>False if it is refused: <paramref name="certificate"/> is null then, and <paramref name="fault"/> is one sentence.</returns>
    public static bool TryParse(ReadOnlySpan<byte> blob, out SshCertificate certificate, out string fault)
    {
        fault = "This is not a certificate.";
        certificate = (CertificateKind.Of(blob) is { } kind ? CertificateBlob.Parse(kind, blob, out fault) : null)!;
        return certificate is not null;
    }

    /// <summary>Parses the line <c>type base64 [comment]</c> of a -cert.pub file.</summary>
    /// <inheritdoc cref="TryParse" path="/returns"/>
    public static bool TryParseLine(string line, out SshCertificate certificate, out string fault)
    {
        certificate = null!;
        if (PublicKeyLine.ReadBlob(line, out var type, out var comment, out fault) is not { } blob || !TryParse(blob, out certificate, out fault)) return false;
        if (type == certificate.KeyType) return true;
        fault = $"The line names another type than its certificate, which is {certificate.KeyType}.";
        certificate = null!;
        return false;
    }

    /// <summary>
    /// Why it does not let a user in who comes from <paramref name="from"/> now; empty if it does. Not asked here: whether
    /// the authority is trusted, and who the principals are.
    /// </summary>
    public string JudgeUser(DateTimeOffset now, IPAddress from)
    {
        if (Type != SshCertificateType.User) return "it is a host's certificate";
        if (_fields.Options.Unknown.Length > 0) return $"its critical option {_fields.Options.Unknown} is not known";
        if (_fields.Options.Source?.Contains(from) == false) return $"it is not for use from {SourceAddresses.Plain(from)}";
        return JudgeTime(now);
    }

    /// <summary>Why it does not speak for the host of that name now; empty if it does.</summary>
    internal string JudgeHost(DateTimeOffset now, string hostName)
    {
        if (Type != SshCertificateType.Host) return "it is a user's certificate";
        // PROTOCOL.certkeys knows none for hosts, so that any is unknown.
        if (!_fields.Options.IsEmpty) return "it has critical options";
        if (Principals.Count > 0 && !Principals.Any(pattern => HostPattern.IsMatch(pattern, hostName))) return $"it is not for {hostName}";
        return JudgeTime(now);
    }

    internal override IReadOnlyList<string> SignatureAlgorithms => _kind.SignatureAlgorithms;

    /// <summary>The plain algorithm that signatures are made with when one of <see cref="SignatureAlgorithms"/> is named; null for any other.</summary>
    internal string? PlainAlgorithm(string algorithm)
    {
        for (var i = 0; i < _kind.SignatureAlgorithms.Count; i++)
        {
            if (_kind.SignatureAlgorithms[i] == algorithm) return Key.SignatureAlgorithms[i];
        }
        return null;
    }

    internal override bool Verify(string algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (PlainAlgorithm(algorithm) is not { } plain) return false;
        if (Key is not SecurityKeyPublicKey securityKey) return !_fields.Options.NeedsVerification && Key.Verify(plain, data, signature);
        var required = _fields.NeedsNoTouch ? SecurityKeyFlags.None : SecurityKeyFlags.UserPresent;
        if (_fields.Options.NeedsVerification) required |= SecurityKeyFlags.UserVerified;
        return securityKey.Verify(plain, data, signature, required);
    }

    private string JudgeTime(DateTimeOffset now)
    {
        var seconds = (ulong)Math.Max(0, now.ToUnixTimeSeconds());
        if (seconds < _fields.ValidAfter) return "it is not valid yet";
        return seconds >= _fields.ValidBefore ? "it has expired" : "";
    }
}
