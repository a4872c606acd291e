namespace Sluice.Transport.Crypto.Certificates;

/// <summary>How OpenSSH names certificates and their algorithms after the plain ones (PROTOCOL.certkeys).</summary>
internal static class CertificateName
{
    private const string Suffix = "-cert-v01@openssh.com", Vendor = "@openssh.com";

    /// <summary>Of a key type or a signature algorithm: <c>ssh-ed25519</c> gives <c>ssh-ed25519-cert-v01@openssh.com</c>.</summary>
    public static string Of(string plain) => (plain.EndsWith(Vendor, StringComparison.Ordinal) ? plain[..^Vendor.Length] : plain) + Suffix;
}
