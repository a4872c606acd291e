using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Sluice.Proxy.Options;

/// <summary>The HTTP endpoint that users' keys are behind.</summary>
internal static class HttpKeysSection
{
    private const string Expected = "the endpoint's whole address, such as https://git.example.org/api/v4/internal/authorized_keys";

    /// <summary>The endpoint, or null if it was given faults that leave nothing to build it from.</summary>
    public static HttpKeysModel? Build(HttpKeysConfig config, KeyFiles files, Faults faults)
    {
        var format = faults.Read(nameof(config.Format), config.Format, HttpKeysFormat.Json, TryParseFormat, "json or gitlab");
        var allowsPlaintext = faults.Read(nameof(config.AllowPlaintext), config.AllowPlaintext, false, TryParseYes, "yes or no");
        var connections = faults.Number(nameof(config.MaxConnections), config.MaxConnections, 8, 1, 1000);
        var token = SecretPath.Read(config.TokenFile, files, faults.Below(nameof(config.TokenFile)));
        if (format == HttpKeysFormat.GitLab && config.TokenFile is null)
            faults.Add(nameof(config.TokenFile), "It is missing: expected the file with GitLab's shared secret, .gitlab_shell_secret.");
        var authorities = Authorities(config.CertificateAuthorities, files, faults.Below(nameof(config.CertificateAuthorities)));
        if (faults.Required(nameof(config.Url), config.Url, Expected) is not { } written) return null;
        var below = faults.Below(nameof(config.Url));
        if (!Uri.TryCreate(written, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0 || url.Fragment.Length > 0)
        {
            below.Add($"This is not {Expected}, without a user, a password or a fragment.");
            return null;
        }
        if (url.Scheme == "http" && !url.IsLoopback && !allowsPlaintext)
            below.Add("Over http to another machine, whoever sits between decides who logs in: use https, or say AllowPlaintext yes if nobody can.");
        return new HttpKeysModel(url, format, token, authorities, connections);
    }

    private static bool TryParseFormat(string text, out HttpKeysFormat format)
    {
        format = text.Equals("gitlab", StringComparison.OrdinalIgnoreCase) ? HttpKeysFormat.GitLab : HttpKeysFormat.Json;
        return format == HttpKeysFormat.GitLab || text.Equals("json", StringComparison.OrdinalIgnoreCase);
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
