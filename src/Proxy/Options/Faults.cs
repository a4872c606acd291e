using System.Globalization;

namespace Sluice.Proxy.Options;

/// <summary>Collects everything that is wrong below one key of the configuration.</summary>
internal sealed class Faults
{
    private readonly List<Fault> _all;
    private readonly string _prefix;

    /// <summary>An empty collection below <paramref name="root"/>.</summary>
    public Faults(string root)
        : this([], root)
    {
    }

    private Faults(List<Fault> all, string prefix)
    {
        _all = all;
        _prefix = prefix;
    }

    public delegate bool Parser<T>(string text, out T value);

    /// <summary>All that was collected, here and below other keys.</summary>
    public IReadOnlyList<Fault> All => _all;

    /// <summary>Collects into the same list below a deeper key.</summary>
    public Faults Below(string key) => new(_all, $"{_prefix}:{key}");

    /// <inheritdoc cref="Below(string)"/>
    public Faults Below(string key, int index) => new(_all, string.Create(CultureInfo.InvariantCulture, $"{_prefix}:{key}:{index}"));

    /// <summary>Adds a fault of this very key.</summary>
    public void Add(string sentence) => _all.Add(new Fault(_prefix, sentence));

    /// <summary>Adds a fault of a key below.</summary>
    public void Add(string key, string sentence) => Below(key).Add(sentence);

    /// <summary>Adds a fault of a key that is not below this one.</summary>
    public void AddElsewhere(string path, string sentence) => _all.Add(new Fault(path, sentence));

    /// <summary>Reads an optional value; what cannot be read is a fault and gives the default.</summary>
    public T Read<T>(string key, string? text, T byDefault, Parser<T> parser, string expected)
    {
        if (text is null) return byDefault;
        if (parser(text, out var value)) return value;
        Add(key, $"'{text}' is not {expected}.");
        return byDefault;
    }

    /// <summary>Reads an optional value within bounds.</summary>
    public T Read<T>(string key, string? text, T byDefault, Parser<T> parser, string expected, T least, T most)
        where T : IComparable<T>
    {
        bool WithinBounds(string text, out T value) => parser(text, out value) && value.CompareTo(least) >= 0 && value.CompareTo(most) <= 0;
        return Read(key, text, byDefault, WithinBounds, expected);
    }

    /// <summary>Reads an optional whole number within bounds.</summary>
    public int Number(string key, string? text, int byDefault, int least, int most) => Read(
        key,
        text,
        byDefault,
        (string t, out int value) => int.TryParse(t, NumberStyles.None, CultureInfo.InvariantCulture, out value),
        string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"),
        least,
        most);

    /// <summary>Gives a value that must be there; its absence is a fault and gives null.</summary>
    public string? Required(string key, string? text, string expected)
    {
        if (!string.IsNullOrWhiteSpace(text)) return text;
        Add(key, $"It is missing: expected {expected}.");
        return null;
    }
}
