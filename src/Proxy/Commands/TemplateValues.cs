namespace Sluice.Proxy.Commands;

/// <summary>What one request fills a command template with; see <see cref="TemplateField"/>.</summary>
internal sealed record TemplateValues(
    string User, string KeyId, string Fingerprint, string ClientAddress, string RequestId, string Command, string Service, string Repository, string Path)
{
    /// <summary>The value of a field.</summary>
    public string this[TemplateField field] => field switch
    {
        TemplateField.User => User,
        TemplateField.KeyId => KeyId,
        TemplateField.Fingerprint => Fingerprint,
        TemplateField.ClientAddress => ClientAddress,
        TemplateField.RequestId => RequestId,
        TemplateField.Command => Command,
        TemplateField.Service => Service,
        TemplateField.Repository => Repository,
        _ => Path,
    };
}
