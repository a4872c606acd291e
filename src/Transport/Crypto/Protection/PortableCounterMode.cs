using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Sluice.Transport.Crypto.Protection;

/// <summary>
/// Counter mode for machines whose AES instructions we do not speak: the system's AES encrypts a run of counters, which
/// is then xored to the bytes.
/// </summary>
internal sealed class PortableCounterMode : CounterMode
{
    private const int RunLength = 32 * BlockLength;

    private readonly Aes _aes;
    private readonly ICryptoTransform _encryptor;
    private readonly byte[] _run = GC.AllocateArray<byte>(RunLength, pinned: true);

    public PortableCounterMode(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv)
        : base(key, iv)
    {
        _aes = Aes.Create();
        _aes.SetKey(key);
        // ECB of a counter that never repeats is counter mode, not ECB of data.
        _aes.Mode = CipherMode.ECB;
        _aes.Padding = PaddingMode.None;
        _encryptor = _aes.CreateEncryptor();
    }

    protected override void Transform(UInt128 counter, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        while (!source.IsEmpty)
        {
            var length = Math.Min(source.Length, RunLength);
            for (var offset = 0; offset < length; offset += BlockLength)
            {
                BinaryPrimitives.WriteUInt128BigEndian(_run.AsSpan(offset), counter);
                counter = unchecked(counter + UInt128.One);
            }
            _encryptor.TransformBlock(_run, 0, length, _run, 0);
            XorMask.Apply(source[..length], _run, destination);
            source = source[length..];
            destination = destination[length..];
        }
    }

    public override void Dispose()
    {
        _encryptor.Dispose();
        _aes.Dispose();
        CryptographicOperations.ZeroMemory(_run);
    }
}
