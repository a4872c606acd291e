using System.Runtime.InteropServices;

namespace Sluice.Fuzz;

/// <summary>
/// The edges that instrumented assemblies count in a map of bytes. Counts are kept as AFL keeps them, in eight classes,
/// so that a loop that runs twice as often is something that was not seen before.
/// </summary>
internal sealed unsafe class Coverage
{
    private const int Size = 1 << 16;

    private static readonly byte[] _classes =
        [.. Enumerable.Range(0, 256).Select(n => (byte)(n switch { 0 => 0, 1 => 1, 2 => 2, 3 => 4, < 8 => 8, < 16 => 16, < 32 => 32, < 128 => 64, _ => 128 }))];

    private readonly byte* _map = (byte*)NativeMemory.AllocZeroed(Size);
    private readonly byte[] _seen = new byte[Size];

    public Coverage() => SharpFuzz.Common.Trace.SharedMem = _map;

    /// <summary>Edges seen by any input so far; stays 0 when no assembly is instrumented.</summary>
    public int Edges { get; private set; }

    /// <summary>Forgets the present input's edges.</summary>
    public void Begin()
    {
        new Span<byte>(_map, Size).Clear();
        SharpFuzz.Common.Trace.PrevLocation = 0;
    }

    /// <summary>True if the present input went where none before it did.</summary>
    public bool End()
    {
        var isNew = false;
        var words = new ReadOnlySpan<ulong>(_map, Size / sizeof(ulong));
        for (var word = 0; word < words.Length; word++)
        {
            if (words[word] == 0) continue;
            for (var i = word * sizeof(ulong); i < (word + 1) * sizeof(ulong); i++)
            {
                var seen = _classes[_map[i]];
                if ((seen & ~_seen[i]) == 0) continue;
                if (_seen[i] == 0) Edges++;
                _seen[i] |= seen;
                isNew = true;
            }
        }
        return isNew;
    }
}
