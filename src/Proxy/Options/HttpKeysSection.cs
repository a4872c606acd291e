namespace Sluice.Proxy.Options;

/// <summary>The HTTP endpoint that users' keys are behind.</summary>
internal static class HttpKeysSection
{
    /// <summary>The endpoint, or null if it was given faults that leave nothing to build it from.</summary>
    public static HttpKeysModel? Build(HttpKeysConfig config, KeyFiles files, Faults faults)
    {
        var format = faults.Read(nameof(config.Format), config.Format, HttpKeysFormat.Json, TryParseFormat, "json or gitlab");
        if (format == HttpKeysFormat.GitLab && config.TokenFile is null)
            faults.Add(nameof(config.TokenFile), "It is missing: expected the file with GitLab's shared secret, .gitlab_shell_secret.");
        return EndpointSection.Build(config, "https://git.example.org/api/v4/internal/authorized_keys", "logs in", files, faults) is { } endpoint
            ? new HttpKeysModel(endpoint.Url, format, endpoint.TokenFile, endpoint.Authorities, endpoint.MaxConnections)
            : null;
    }

    private static bool TryParseFormat(string text, out HttpKeysFormat format)
    {
        format = text.Equals("gitlab", StringComparison.OrdinalIgnoreCase) ? HttpKeysFormat.GitLab : HttpKeysFormat.Json;
        return format == HttpKeysFormat.GitLab || text.Equals("json", StringComparison.OrdinalIgnoreCase);
    }
}
