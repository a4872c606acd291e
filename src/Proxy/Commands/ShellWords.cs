using System.Text;
using System.Text.Unicode;

namespace Sluice.Proxy.Commands;

/// <summary>
/// Splits a command line into words, knowing no more of the shell than git, JGit, libgit2 and Mercurial write:
/// <code>
/// plain         letters, digits, bytes above 0x7f and _ - . / + @ % : , = ~
/// 'quoted'      anything but ', where '\'' and '\!' stand for ' and ! as git quotes them
/// "quoted"      anything but " \ $ `
/// </code>
/// A word is one of these, never a mixture. All else, which a shell would give a meaning to, is refused.
/// </summary>
internal static class ShellWords
{
    private const string Metacharacter =
        "The command contains characters that a shell would interpret: put the repository path in single quotes.";

    private static readonly System.Buffers.SearchValues<byte> _plain =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./+@%:,=~"u8);

    /// <summary>Splits <paramref name="line"/>; false gives the sentence that says why not.</summary>
    public static bool TrySplit(ReadOnlySpan<byte> line, List<string> words, out string refusal)
    {
        refusal = "";
        if (line.ContainsAnyInRange((byte)0, (byte)0x1f) || line.Contains((byte)0x7f))
        {
            refusal = "The command contains control characters: check the remote's URL.";
            return false;
        }
        if (!Utf8.IsValid(line))
        {
            refusal = "The command is not valid UTF-8: repository paths are UTF-8 here.";
            return false;
        }
        var word = new ArrayBuffer(line.Length);
        while (true)
        {
            line = line.TrimStart((byte)' ');
            if (line.IsEmpty) return true;
            word.Clear();
            var taken = line[0] switch
            {
                (byte)'\'' => TakeSingleQuoted(line, ref word, out refusal),
                (byte)'"' => TakeDoubleQuoted(line, ref word, out refusal),
                _ => TakePlain(line, ref word, out refusal),
            };
            if (taken < 0) return false;
            line = line[taken..];
            if (!line.IsEmpty && line[0] != ' ')
            {
                refusal = Metacharacter;
                return false;
            }
            words.Add(Encoding.UTF8.GetString(word.Written));
        }
    }

    private static int TakePlain(ReadOnlySpan<byte> line, ref ArrayBuffer word, out string refusal)
    {
        var length = 0;
        while (length < line.Length && (line[length] >= 0x80 || _plain.Contains(line[length]))) length++;
        word.Append(line[..length]);
        refusal = length == 0 ? Metacharacter : "";
        return length == 0 ? -1 : length;
    }

    private static int TakeDoubleQuoted(ReadOnlySpan<byte> line, ref ArrayBuffer word, out string refusal)
    {
        var end = line[1..].IndexOf((byte)'"');
        refusal = end < 0 ? "The command has a quote that does not end." : "";
        if (end < 0) return -1;
        var inner = line.Slice(1, end);
        if (inner.ContainsAny("\\$`"u8))
        {
            refusal = Metacharacter;
            return -1;
        }
        word.Append(inner);
        return end + 2;
    }

    private static int TakeSingleQuoted(ReadOnlySpan<byte> line, ref ArrayBuffer word, out string refusal)
    {
        refusal = "";
        var position = 1;
        while (true)
        {
            var length = line[position..].IndexOf((byte)'\'');
            if (length < 0)
            {
                refusal = "The command has a quote that does not end.";
                return -1;
            }
            word.Append(line.Slice(position, length));
            position += length + 1;
            if (position >= line.Length || line[position] != '\\') return position;
            // Behind a closing quote only the two escapes that git writes, and each opens the quote again.
            var escape = line[position..];
            if (escape.Length < 3 || escape[1] is not ((byte)'\'' or (byte)'!') || escape[2] != '\'')
            {
                refusal = Metacharacter;
                return -1;
            }
            word.Append(escape.Slice(1, 1));
            position += 3;
        }
    }

    /// <summary>Bytes of one word; never longer than the line.</summary>
    private struct ArrayBuffer(int capacity)
    {
        private readonly byte[] _bytes = new byte[capacity];
        private int _length;

        public readonly ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

        public void Clear() => _length = 0;

        public void Append(ReadOnlySpan<byte> bytes)
        {
            bytes.CopyTo(_bytes.AsSpan(_length));
            _length += bytes.Length;
        }
    }
}
