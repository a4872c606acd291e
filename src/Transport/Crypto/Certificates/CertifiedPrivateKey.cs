using Sluice.Transport.Wire;

namespace Sluice.Transport.Crypto.Certificates;

/// <summary>A private key that shows its certificate. The numbers are the plain key's, which alone clears them.</summary>
internal sealed class CertifiedPrivateKey : SshPrivateKey
{
    private readonly SshPrivateKey _key;
    private readonly SshCertificate _certificate;

    /// <exception cref="SshKeyFileException">The certificate is about another key.</exception>
    public CertifiedPrivateKey(SshPrivateKey key, SshCertificate certificate)
    {
        if (!certificate.Key.Equals(key.PublicKey))
            throw new SshKeyFileException($"The certificate is about the key {certificate.Fingerprint}, not about {key.PublicKey.Fingerprint}.");
        _key = key;
        _certificate = certificate;
    }

    public override SshPublicKey PublicKey => _certificate;

    public override string ToOpenSshFile(string comment) => _key.ToOpenSshFile(comment);

    internal override int PrivateFieldsSize => _key.PrivateFieldsSize;

    internal override byte[] Sign(string algorithm, ReadOnlySpan<byte> data) =>
        _key.Sign(_certificate.PlainAlgorithm(algorithm) ?? throw WrongAlgorithm(algorithm), data);

    internal override void WritePrivateFields(ref WireWriter writer) => _key.WritePrivateFields(ref writer);

    public override void Dispose()
    {
    }
}
