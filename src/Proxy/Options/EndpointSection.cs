using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sluice.Proxy.Options;

/// <summary>An HTTP endpoint of the operator's.</summary>
internal static class EndpointSection
{
    /// <summary>The endpoint, or null if it was given faults that leave nothing to build it from.</summary>
    /// <param name="config">What is written.</param>
    /// <param name="example">An address as it could be.</param>
    /// <param name="stake">What the answers decide, as in "who logs in".</param>
    /// <param name="files">Reads what is named.</param>
    /// <param name="faults">Takes what is wrong.</param>
    public static EndpointModel? Build(EndpointConfig config, string example, string stake, KeyFiles files, Faults faults)
    {
        var expected = $"the endpoint's whole address, such as {example}";
        var allowsPlaintext = faults.Read(nameof(config.AllowPlaintext), config.AllowPlaintext, false, TryParseYes, "yes or no");
        var connections = faults.Number(nameof(config.MaxConnections), config.MaxConnections, 8, 1, 1000);
        var token = SecretPath.Read(config.TokenFile, files, faults.Below(nameof(config.TokenFile)));
        var authorities = Authorities(config.CertificateAuthorities, files, faults.Below(nameof(config.CertificateAuthorities)));
        if (faults.Required(nameof(config.Url), config.Url, expected) is not { } written) return null;
        var below = faults.Below(nameof(config.Url));
        if (!Uri.TryCreate(written, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0 || url.Fragment.Length > 0)
        {
            below.Add($"This is not {expected}, without a user, a password or a fragment.");
            return null;
        }
        if (url.Scheme == "http" && !url.IsLoopback && !allowsPlaintext)
            below.Add($"Over http to another machine, whoever sits between decides who {stake}: use https, or say AllowPlaintext yes if nobody can.");
        return new EndpointModel(url, token, authorities, connections);
    }

    // JSON's own true and false come as text as well.
    private static bool TryParseYes(string text, out bool value)
    {
        value = text.ToUpperInvariant() is "YES" or "TRUE";
        return value || text.ToUpperInvariant() is "NO" or "FALSE";
    }

    private static X509Certificate2Collection? Authorities(string? written, KeyFiles files, Faults faults)
    {
        if (written is null || files.ReadText(written, faults) is not { } text) return null;
        var authorities = new X509Certificate2Collection();
        try
        {
            authorities.ImportFromPem(text);
        }
        catch (CryptographicException e)
        {
            faults.Add($"{files.FullPath(written)} cannot be used: {e.Message}");
            return null;
        }
        if (authorities.Count == 0) faults.Add($"{files.FullPath(written)} has no certificate in it: expected PEM, as in -----BEGIN CERTIFICATE-----.");
        return authorities;
    }
}
