using System.Text;

namespace Sluice.Proxy.Identity;

/// <summary>The options in front of a key in an authorized_keys line, as far as they mean something to a hosting proxy.</summary>
/// <param name="From">Where the key may be used from; null is everywhere.</param>
/// <param name="ExpiryTime">When the key ceases to be good; null is never.</param>
internal sealed record KeyOptions(FromPatterns? From, DateTimeOffset? ExpiryTime)
{
    /// <summary>No options.</summary>
    public static KeyOptions None { get; } = new(null, null);

    // What these take away was never there: no terminal, no forwarding, no user's rc file.
    private static readonly HashSet<string> _withoutEffect = new(StringComparer.OrdinalIgnoreCase)
    {
        "restrict", "no-pty", "no-port-forwarding", "no-agent-forwarding", "no-X11-forwarding", "no-user-rc",
    };

    /// <summary>
    /// Reads an option list. An option that is not known, or cannot be kept, gives false and why: it may have been a
    /// restriction, and a key must not be good for more than its line says.
    /// </summary>
    public static bool TryParse(string text, TimeZoneInfo local, out KeyOptions options, out string fault)
    {
        options = None;
        if (!TrySplit(text, out var words, out fault)) return false;
        foreach (var word in words)
        {
            if (_withoutEffect.Contains(word)) continue;
            var (name, value) = word.Split('=', 2) is [var n, var v] ? (n.ToLowerInvariant(), v) : (word, null);
            if (name == "from" && value is not null && options.From is null)
            {
                if (!FromPatterns.TryParse(value, out var from, out fault)) return false;
                options = options with { From = from };
            }
            else if (name == "expiry-time" && value is not null && options.ExpiryTime is null)
            {
                if (!Identity.ExpiryTime.TryParse(value, local, out var time))
                {
                    fault = $"expiry-time takes YYYYMMDD[HHMM[SS]][Z], which '{value}' is not";
                    return false;
                }
                options = options with { ExpiryTime = time };
            }
            else
            {
                fault = $"the option '{word}' is not understood here, or stands there twice";
                return false;
            }
        }
        return true;
    }

    // Commas separate, unless within double quotes; \" is a quote within quotes.
    private static bool TrySplit(string text, out List<string> words, out string fault)
    {
        words = [];
        fault = "";
        var word = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (quoted && text[i] == '\\' && i + 1 < text.Length && text[i + 1] == '"') word.Append(text[++i]);
            else if (text[i] == '"') quoted = !quoted;
            else if (text[i] == ',' && !quoted)
            {
                words.Add(word.ToString());
                word.Clear();
            }
            else word.Append(text[i]);
        }
        words.Add(word.ToString());
        if (quoted) fault = "a quote in the options does not end";
        return !quoted;
    }
}
