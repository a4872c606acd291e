using System.Buffers.Binary;

namespace Sluice.Transport.Crypto.Protection;

/// <summary>
/// AES in counter mode as SSH uses it (RFC 4344 section 4): the IV is a 128-bit big-endian counter that runs on through
/// all packets of a direction. Sealing and opening are the same. Only whole blocks of 16 bytes: SSH pads packets to them.
/// </summary>
internal abstract class CounterMode : IDisposable
{
    public const int BlockLength = 16;

    /// <summary>The counter of the next block.</summary>
    private UInt128 _counter;

    protected CounterMode(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv)
    {
        if (key.Length is not (16 or 24 or 32)) throw new ArgumentException("An AES key has 16, 24 or 32 bytes.", nameof(key));
        ArgumentOutOfRangeException.ThrowIfNotEqual(iv.Length, BlockLength);
        _counter = BinaryPrimitives.ReadUInt128BigEndian(iv);
    }

    /// <summary>The fastest form that this machine offers. The key has 16, 24 or 32 bytes, the IV 16.</summary>
    public static CounterMode Create(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv) =>
        AesNiCounterMode.IsSupported ? new AesNiCounterMode(key, iv) : new PortableCounterMode(key, iv);

    /// <summary>
    /// Encrypts or decrypts whole blocks. Destination has the source's length and begins at the same byte or does not
    /// overlap it.
    /// </summary>
    public void Transform(ReadOnlySpan<byte> source, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(source.Length % BlockLength, 0);
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, source.Length);
        Transform(_counter, source, destination);
        _counter = unchecked(_counter + (UInt128)(source.Length / BlockLength));
    }

    /// <summary>Xors the key stream that starts at <paramref name="counter"/>; the lengths are checked already.</summary>
    protected abstract void Transform(UInt128 counter, ReadOnlySpan<byte> source, Span<byte> destination);

    public abstract void Dispose();
}
