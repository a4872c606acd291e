using System.Collections.Immutable;
using System.Text;

namespace Sluice.Proxy.Commands;

/// <summary>
/// Takes a command template apart. Its own text is as plain as <see cref="ShellWords"/>' words, with quotes around what is
/// not, so that every field stands where a shell takes single quotes for quotes: not inside others, not behind a
/// backslash or a dollar sign, not in a substitution.
/// </summary>
internal struct TemplateReader(string template)
{
    private const int LongestName = 32;
    private const string PlainSigns = "_-./+@%:,=~";

    private readonly ImmutableArray<TemplatePart>.Builder _parts = ImmutableArray.CreateBuilder<TemplatePart>();
    private readonly StringBuilder _literal = new();
    private int _position;
    private char _quote;

    /// <summary>What is wrong, as a sentence; empty if nothing is.</summary>
    public string Fault { get; private set; } = "";

    /// <summary>The name in braces that no field has; null if nothing or something else is wrong.</summary>
    public string? UnknownField { get; private set; }

    /// <summary>The parts; they are of use only if <see cref="Fault"/> is empty.</summary>
    public ImmutableArray<TemplatePart> Read()
    {
        if (template.Any(char.IsControl)) Fault = "It has control characters: write it on one line.";
        while (_position < template.Length && Fault.Length == 0) ReadNext(template[_position]);
        if (Fault.Length == 0 && _quote != 0) Fault = "A quote in it does not end.";
        EndLiteral();
        if (Fault.Length == 0 && (_parts.Count == 0 || string.IsNullOrWhiteSpace(_parts[0].Literal)))
            Fault = "It has to begin with the program to run: only what follows may be filled in.";
        return _parts.DrainToImmutable();
    }

    private void ReadNext(char c)
    {
        if (c is '{' or '}') ReadBrace(c);
        else if (_quote == 0) ReadUnquoted(c);
        else ReadQuoted(c);
    }

    private void ReadBrace(char c)
    {
        if (_position + 1 < template.Length && template[_position + 1] == c)
        {
            // A bare brace is a word of the shell's grammar.
            if (_quote == 0) _literal.Append('\\');
            _literal.Append(c);
            _position += 2;
            return;
        }
        var end = c == '{' ? template.IndexOf('}', _position) : -1;
        if (end < 0 || end - _position > LongestName) Fault = "It has a single brace: write {{ or }} for a brace, and {user} and the like for what is filled in.";
        else ReadField(template[(_position + 1)..end], end + 1);
    }

    private void ReadField(string name, int behind)
    {
        if (!CommandTemplate.TryParseField(name, out var field))
        {
            UnknownField = name;
            Fault = $"'{{{name}}}' is not one of {string.Join(", ", CommandTemplate.FieldNames.Select(known => $"{{{known}}}"))}.";
        }
        else if (_quote != 0)
        {
            Fault = $"'{{{name}}}' stands in quotes: take them away, it is quoted when it is filled in.";
        }
        else
        {
            var startsWord = _literal.Length > 0 ? _literal[^1] == ' ' : _parts.Count == 0;
            EndLiteral();
            _parts.Add(new TemplatePart("", field, startsWord));
            _position = behind;
        }
    }

    private void ReadUnquoted(char c)
    {
        if (c is '\'' or '"') _quote = c;
        else if (c != ' ' && c < 0x80 && !char.IsAsciiLetterOrDigit(c) && !PlainSigns.Contains(c, StringComparison.Ordinal))
            Fault = $"'{c}' would mean something to the shell: put it in quotes, or call a script that does this.";
        Take(c);
    }

    private void ReadQuoted(char c)
    {
        if (c == _quote) _quote = '\0';
        else if (_quote == '"' && c is '\\' or '$' or '`')
            Fault = $"'{c}' would mean something to the shell within double quotes: use single quotes.";
        Take(c);
    }

    private void Take(char c)
    {
        _literal.Append(c);
        _position++;
    }

    private void EndLiteral()
    {
        if (_literal.Length > 0) _parts.Add(new TemplatePart(_literal.ToString(), null, false));
        _literal.Clear();
    }
}
