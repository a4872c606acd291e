using System.Globalization;

using Sluice.Profile.Stacks;

namespace Sluice.Profile.Collecting;

/// <summary>
/// The file in which the runtime names its compiled methods. perf itself does not look there for code that the runtime has mapped
/// twice, once to write and once to run, which is its default.
/// </summary>
internal sealed class PerfMap
{
    private readonly ulong[] _starts;
    private readonly (ulong End, string Name)[] _methods;
    private readonly IReadOnlyList<(ulong Start, ulong Offset, ulong Length)> _mappings;

    private PerfMap(SortedDictionary<ulong, (ulong End, string Name)> methods, IReadOnlyList<(ulong Start, ulong Offset, ulong Length)> mappings)
    {
        _mappings = mappings;
        _starts = [.. methods.Keys];
        _methods = [.. methods.Values];
    }

    /// <summary>Reads the files of a process that is still there; without names if it has written none.</summary>
    public static PerfMap Read(int processId)
    {
        var file = $"/tmp/perf-{processId}.map";
        return Parse(File.Exists(file) ? File.ReadLines(file) : [], File.ReadLines($"/proc/{processId}/maps"));
    }

    /// <summary>Parses lines of start and length in hexadecimal digits and a name; of two at one address the later counts.</summary>
    /// <param name="lines">The runtime's file.</param>
    /// <param name="mappings">/proc/PID/maps.</param>
    public static PerfMap Parse(IEnumerable<string> lines, IEnumerable<string> mappings)
    {
        var methods = new SortedDictionary<ulong, (ulong End, string Name)>();
        foreach (var words in lines.Select(line => line.Split(' ', 3)).Where(words => words.Length == 3))
        {
            if (TryParse(words[0], out var start) && TryParse(words[1], out var length)) methods[start] = (start + length, MethodName.OfPerfMap(words[2]));
        }
        return new PerfMap(methods, [.. mappings.Where(line => line.Contains("doublemapper", StringComparison.Ordinal)).Select(Mapping).OfType<(ulong, ulong, ulong)>()]);
    }

    /// <summary>The method at a place of the file in memory that holds the runtime's code, which is how perf says it; null if none is known.</summary>
    public string? FindInFile(ulong place)
    {
        foreach (var (start, offset, length) in _mappings)
        {
            if (place >= offset && place - offset < length) return Find(start + (place - offset));
        }
        return null;
    }

    /// <summary>The method at an address; null if none is known.</summary>
    public string? Find(ulong address)
    {
        var index = Array.BinarySearch(_starts, address);
        if (index < 0) index = ~index - 1;
        return index >= 0 && address < _methods[index].End ? _methods[index].Name : null;
    }

    // 7fb7d1df0000-7fb7d1e00000 r-xs 00190000 00:01 1029 /memfd:doublemapper (deleted)
    private static (ulong Start, ulong Offset, ulong Length)? Mapping(string line)
    {
        var words = line.Split(' ', 4);
        var ends = words[0].Split('-');
        return words[1].Contains('x', StringComparison.Ordinal) && TryParse(ends[0], out var start) && TryParse(ends[1], out var end) && TryParse(words[2], out var offset)
            ? (start, offset, end - start)
            : null;
    }

    private static bool TryParse(string digits, out ulong value) =>
        ulong.TryParse(digits.AsSpan(digits.StartsWith("0x", StringComparison.Ordinal) ? 2 : 0), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out value);
}
