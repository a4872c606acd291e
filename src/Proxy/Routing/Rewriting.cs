using System.Globalization;
using System.Text;

namespace Sluice.Proxy.Routing;

/// <summary>A path template with <c>$1</c> to <c>$9</c> for what a pattern's wildcards took, and <c>$$</c> for a dollar sign.</summary>
internal sealed class Rewriting
{
    private Rewriting(string template, int highest)
    {
        Template = template;
        HighestReference = highest;
    }

    /// <summary>The template as written.</summary>
    public string Template { get; }

    /// <summary>The highest capture that it refers to; 0 if none.</summary>
    public int HighestReference { get; }

    /// <summary>Reads a template; false if a <c>$</c> is followed by neither a digit from 1 to 9 nor another <c>$</c>.</summary>
    public static bool TryParse(string template, out Rewriting rewriting)
    {
        var highest = 0;
        var valid = template.Length > 0;
        for (var i = 0; i < template.Length && valid; i++)
        {
            if (template[i] != '$') continue;
            i++;
            valid = i < template.Length && template[i] is '$' or (>= '1' and <= '9');
            if (valid && template[i] != '$') highest = Math.Max(highest, template[i] - '0');
        }
        rewriting = new Rewriting(template, highest);
        return valid;
    }

    /// <summary>Fills in the captures, of which there must be at least <see cref="HighestReference"/>.</summary>
    public string Apply(ReadOnlySpan<string> captures)
    {
        var text = new StringBuilder();
        for (var i = 0; i < Template.Length; i++)
        {
            if (Template[i] != '$') text.Append(Template[i]);
            else if (Template[++i] == '$') text.Append('$');
            else text.Append(CultureInfo.InvariantCulture, $"{captures[Template[i] - '1']}");
        }
        return text.ToString();
    }

    /// <inheritdoc/>
    public override string ToString() => Template;
}
