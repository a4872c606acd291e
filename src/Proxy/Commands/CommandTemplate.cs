using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Sluice.Proxy.Commands;

/// <summary>
/// The command line that a hosting software is called with in place of the client's, as its own authorized_keys would call
/// it: <c>gitolite-shell {user}</c>, <c>gitea serv key-{key_id}</c>. Immutable; equal if it is written alike.
/// </summary>
internal sealed class CommandTemplate : IEquatable<CommandTemplate>
{
    /// <summary>The longest line that is made, in bytes: quotes within quotes multiply a path's length.</summary>
    public const int MaxLength = 16 * 1024;

    private readonly ImmutableArray<TemplatePart> _parts;

    private CommandTemplate(string template, ImmutableArray<TemplatePart> parts)
    {
        Template = template;
        _parts = parts;
    }

    /// <summary>The fields as they stand between braces, in the order of <see cref="TemplateField"/>.</summary>
    public static IReadOnlyList<string> FieldNames { get; } =
        ["user", "key_id", "fingerprint", "client_address", "request_id", "command", "service", "repository", "path"];

    /// <summary>The template as written.</summary>
    public string Template { get; }

    /// <summary>Finds a field by its exact name.</summary>
    public static bool TryParseField(string name, out TemplateField field)
    {
        for (var i = 0; i < FieldNames.Count; i++)
        {
            if (!string.Equals(FieldNames[i], name, StringComparison.Ordinal)) continue;
            field = (TemplateField)i;
            return true;
        }
        field = default;
        return false;
    }

    /// <summary>Reads a template; false gives a sentence, and the name that is unknown if that is what is wrong.</summary>
    public static bool TryParse(string template, [NotNullWhen(true)] out CommandTemplate? parsed, out string fault, out string? unknownField)
    {
        var reader = new TemplateReader(template);
        var parts = reader.Read();
        (fault, unknownField) = (reader.Fault, reader.UnknownField);
        parsed = fault.Length == 0 ? new CommandTemplate(template, parts) : null;
        return parsed is not null;
    }

    /// <summary>True if that field is filled in somewhere.</summary>
    public bool Uses(TemplateField field) => _parts.Any(part => part.Field == field);

    /// <summary>
    /// The line for one request, each value as one strictly quoted piece of a word. False gives a sentence for the user: a
    /// key id that the key does not have, a value that would be an option, one with control characters, a line too long.
    /// </summary>
    public bool TryRender(TemplateValues values, out byte[] line, out string refusal)
    {
        line = [];
        refusal = "";
        var text = new StringBuilder();
        foreach (var part in _parts)
        {
            if (part.Field is not { } field)
            {
                text.Append(part.Literal);
                continue;
            }
            var value = values[field];
            refusal = Refuse(field, value, part.StartsWord);
            if (refusal.Length > 0) return false;
            text.Append(ShellQuoting.Quote(value));
        }
        if (Encoding.UTF8.GetByteCount(text.ToString()) > MaxLength) refusal = $"The command for the backend is longer than {MaxLength} bytes: use a shorter repository path.";
        else line = Encoding.UTF8.GetBytes(text.ToString());
        return refusal.Length == 0;
    }

    /// <inheritdoc/>
    public bool Equals(CommandTemplate? other) => other?.Template == Template;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CommandTemplate);

    /// <inheritdoc/>
    public override int GetHashCode() => Template.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Template;

    private static string Refuse(TemplateField field, string value, bool startsWord)
    {
        var name = FieldNames[(int)field];
        if (field == TemplateField.KeyId && value.Length == 0)
            return "The backend knows users by the number of their key, and your key has none here: ask your operator to keep keys in a database, or to use {user} in CommandTemplate.";
        if (value.Any(char.IsControl)) return $"The {name} has control characters, which the backend's shell would not take for text: check the remote's URL.";
        return startsWord && value.StartsWith('-') ? $"The {name} begins with a dash, which would be an option to the backend's program: use another name." : "";
    }
}
