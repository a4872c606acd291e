using System.Buffers.Binary;

namespace Sluice.Fuzz;

/// <summary>Changes inputs at random: bits, interesting numbers, pieces cut, doubled, moved, or taken from other inputs.</summary>
internal sealed class Mutator(Random random)
{
    private const int Longest = 40_000;

    private static readonly uint[] _numbers = [0, 1, 4, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0x8000, 0xffff, 32_768, 35_000, 0x7fffffff, 0x80000000, 0xffffffff];

    /// <summary>A changed copy of one input, perhaps joined with another.</summary>
    public byte[] Mutate(IReadOnlyList<byte[]> inputs)
    {
        var bytes = new List<byte>(Any(inputs));
        for (var changes = 1 << random.Next(5); changes > 0; changes--) Change(bytes, inputs);
        return [.. bytes.Take(Longest)];
    }

    private void Change(List<byte> bytes, IReadOnlyList<byte[]> inputs)
    {
        var at = random.Next(bytes.Count + 1);
        var length = Math.Min(1 + random.Next(1 << random.Next(8)), bytes.Count - at);
        switch (random.Next(10))
        {
            case 0 when length > 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when length > 0:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2 when length > 0:
                bytes[at] += (byte)(random.Next(33) - 16);
                break;
            case 3:
                Overwrite(bytes, at);
                break;
            case 4:
                bytes.RemoveRange(at, length);
                break;
            case 5:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 6:
                bytes.InsertRange(at, Enumerable.Repeat((byte)random.Next(256), 1 + random.Next(16)));
                break;
            case 7:
                var other = Any(inputs);
                var from = random.Next(other.Length + 1);
                bytes.InsertRange(at, other.AsSpan(from, Math.Min(other.Length - from, 1 + random.Next(64))));
                break;
            case 8:
                bytes.RemoveRange(at, bytes.Count - at);
                bytes.AddRange(Any(inputs).Skip(at));
                break;
            default:
                bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count + 1) is var start && start + length <= bytes.Count ? start : 0, length));
                break;
        }
    }

    /// <summary>A length field is where parsers break.</summary>
    private void Overwrite(List<byte> bytes, int at)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(number, _numbers[random.Next(_numbers.Length)]);
        number = number[(4 - (1 << random.Next(3)))..];
        for (var i = 0; i < number.Length && at + i < bytes.Count; i++) bytes[at + i] = number[i];
    }

    private byte[] Any(IReadOnlyList<byte[]> inputs) => inputs.Count == 0 ? [] : inputs[random.Next(inputs.Count)];
}
