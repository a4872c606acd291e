using Sluice.Proxy.Commands;

namespace Sluice.Proxy.Options;

/// <summary>The keys of one backend that say how it is told who asks.</summary>
internal static class IdentitySection
{
    private const string None = "none";

    public static IdentityModel Build(BackendConfig config, Faults faults)
    {
        var template = Template(config, faults);
        var model = Names(config.IdentityEnvironment ?? new IdentityEnvironmentConfig(), faults.Below(nameof(config.IdentityEnvironment))) with
        {
            Template = template,
            SendOriginalCommand = faults.Read(
                nameof(config.SendOriginalCommand), config.SendOriginalCommand, template is not null && !template.Uses(TemplateField.Command), OnOff.TryParse, OnOff.Expected),
        };
        if (model.SendOriginalCommand && config.CommandTemplate is null)
            faults.Add(nameof(config.SendOriginalCommand), "Without CommandTemplate the command is sent as it is: remove this key.");
        foreach (var name in config.SetEnv?.Keys.AsEnumerable() ?? [])
        {
            if (model.Reserves(name))
                faults.Below(nameof(config.SetEnv)).Add(name, "Sluice sets this itself to tell the backend who asks: choose another name, or give IdentityEnvironment others.");
        }
        return model;
    }

    private static CommandTemplate? Template(BackendConfig config, Faults faults)
    {
        if (config.CommandTemplate is not { } written) return null;
        if (CommandTemplate.TryParse(written, out var template, out var fault, out var unknown)) return template;
        faults.Add(nameof(config.CommandTemplate), $"{fault}{(unknown is null ? "" : Suggestion.For(unknown, CommandTemplate.FieldNames))}");
        return null;
    }

    private static IdentityModel Names(IdentityEnvironmentConfig config, Faults faults)
    {
        var defaults = new IdentityModel();
        var model = new IdentityModel
        {
            User = Name(nameof(config.User), config.User, defaults.User, faults),
            KeyFingerprint = Name(nameof(config.KeyFingerprint), config.KeyFingerprint, defaults.KeyFingerprint, faults),
            KeyId = Name(nameof(config.KeyId), config.KeyId, defaults.KeyId, faults),
            ClientAddress = Name(nameof(config.ClientAddress), config.ClientAddress, defaults.ClientAddress, faults),
            RequestId = Name(nameof(config.RequestId), config.RequestId, defaults.RequestId, faults),
        };
        foreach (var twice in model.Names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
            faults.Add($"{twice.Key} stands for two things: give each its own name.");
        return model;
    }

    private static string? Name(string key, string? written, string? byDefault, Faults faults)
    {
        if (written is null) return byDefault;
        if (written.Length == 0 || written.Equals(None, StringComparison.OrdinalIgnoreCase)) return null;
        if (!EnvironmentName.IsValid(written)) faults.Add(key, $"'{written}' is not a variable's name, nor {None}.");
        else if (written.Equals(EnvironmentName.GitProtocol, StringComparison.OrdinalIgnoreCase) || written.Equals(EnvironmentName.OriginalCommand, StringComparison.OrdinalIgnoreCase))
            faults.Add(key, $"{written} has a meaning of its own: choose another name.");
        return written;
    }
}
