using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using X86Aes = System.Runtime.Intrinsics.X86.Aes;

namespace Sluice.Transport.Crypto.Protection;

/// <summary>
/// Counter mode with the AES instructions of x86, eight blocks in flight: one round takes several cycles, but a further
/// one can start in each cycle.
/// </summary>
internal sealed class AesNiCounterMode : CounterMode
{
    private const int BlocksInFlight = 8;

    private readonly Vector128<byte>[] _roundKeys;

    public AesNiCounterMode(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv)
        : base(key, iv) => _roundKeys = ExpandKey(key);

    public static bool IsSupported => X86Aes.IsSupported;

    protected override void Transform(UInt128 counter, ReadOnlySpan<byte> source, Span<byte> destination)
    {
        ref var from = ref MemoryMarshal.GetReference(source);
        ref var to = ref MemoryMarshal.GetReference(destination);
        var offset = (nuint)0;
        var length = (nuint)source.Length;
        for (; length - offset >= BlocksInFlight * BlockLength; offset += BlocksInFlight * BlockLength)
        {
            EncryptEight(ref counter, ref Unsafe.AddByteOffset(ref from, offset), ref Unsafe.AddByteOffset(ref to, offset));
        }
        for (; offset < length; offset += BlockLength)
        {
            var mask = EncryptOne(NextBlock(ref counter));
            (Vector128.LoadUnsafe(ref from, offset) ^ mask).StoreUnsafe(ref to, offset);
        }
    }

    public override void Dispose() => CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_roundKeys.AsSpan()));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void EncryptEight(ref UInt128 counter, ref byte from, ref byte to)
    {
        var keys = _roundKeys;
        var key = keys[0];
        var b0 = NextBlock(ref counter) ^ key;
        var b1 = NextBlock(ref counter) ^ key;
        var b2 = NextBlock(ref counter) ^ key;
        var b3 = NextBlock(ref counter) ^ key;
        var b4 = NextBlock(ref counter) ^ key;
        var b5 = NextBlock(ref counter) ^ key;
        var b6 = NextBlock(ref counter) ^ key;
        var b7 = NextBlock(ref counter) ^ key;
        for (var round = 1; round < keys.Length - 1; round++)
        {
            key = keys[round];
            b0 = X86Aes.Encrypt(b0, key);
            b1 = X86Aes.Encrypt(b1, key);
            b2 = X86Aes.Encrypt(b2, key);
            b3 = X86Aes.Encrypt(b3, key);
            b4 = X86Aes.Encrypt(b4, key);
            b5 = X86Aes.Encrypt(b5, key);
            b6 = X86Aes.Encrypt(b6, key);
            b7 = X86Aes.Encrypt(b7, key);
        }
        key = keys[^1];
        (Vector128.LoadUnsafe(ref from) ^ X86Aes.EncryptLast(b0, key)).StoreUnsafe(ref to);
        (Vector128.LoadUnsafe(ref from, 16) ^ X86Aes.EncryptLast(b1, key)).StoreUnsafe(ref to, 16);
        (Vector128.LoadUnsafe(ref from, 32) ^ X86Aes.EncryptLast(b2, key)).StoreUnsafe(ref to, 32);
        (Vector128.LoadUnsafe(ref from, 48) ^ X86Aes.EncryptLast(b3, key)).StoreUnsafe(ref to, 48);
        (Vector128.LoadUnsafe(ref from, 64) ^ X86Aes.EncryptLast(b4, key)).StoreUnsafe(ref to, 64);
        (Vector128.LoadUnsafe(ref from, 80) ^ X86Aes.EncryptLast(b5, key)).StoreUnsafe(ref to, 80);
        (Vector128.LoadUnsafe(ref from, 96) ^ X86Aes.EncryptLast(b6, key)).StoreUnsafe(ref to, 96);
        (Vector128.LoadUnsafe(ref from, 112) ^ X86Aes.EncryptLast(b7, key)).StoreUnsafe(ref to, 112);
    }

    private Vector128<byte> EncryptOne(Vector128<byte> block)
    {
        var keys = _roundKeys;
        block ^= keys[0];
        for (var round = 1; round < keys.Length - 1; round++) block = X86Aes.Encrypt(block, keys[round]);
        return X86Aes.EncryptLast(block, keys[^1]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> NextBlock(ref UInt128 counter)
    {
        var upper = BinaryPrimitives.ReverseEndianness((ulong)(counter >> 64));
        var lower = BinaryPrimitives.ReverseEndianness((ulong)counter);
        counter = unchecked(counter + UInt128.One);
        return Vector128.Create(upper, lower).AsByte();
    }

    /// <summary>FIPS 197 section 5.2. The array is pinned so that clearing it leaves no copy behind.</summary>
    private static Vector128<byte>[] ExpandKey(ReadOnlySpan<byte> key)
    {
        var keyWords = key.Length / 4;
        var roundKeys = GC.AllocateArray<Vector128<byte>>(keyWords + 7, pinned: true);
        var words = MemoryMarshal.Cast<Vector128<byte>, uint>(roundKeys.AsSpan());
        MemoryMarshal.Cast<byte, uint>(key).CopyTo(words);
        var constant = 1u;
        for (var i = keyWords; i < words.Length; i++)
        {
            var word = words[i - 1];
            if (i % keyWords == 0)
            {
                // Words are loaded little-endian, so RotWord turns right.
                word = SubWord(uint.RotateRight(word, 8)) ^ constant;
                constant = (constant << 1) ^ (constant >> 7) * 0x11b;
            }
            else if (keyWords > 6 && i % keyWords == 4)
            {
                word = SubWord(word);
            }
            words[i] = words[i - keyWords] ^ word;
        }
        return roundKeys;
    }

    /// <summary>
    /// The S-box without a table, whose cache lines would tell of the key: with four equal columns the row shift of the
    /// last round changes nothing, and what remains of it is the substitution.
    /// </summary>
    private static uint SubWord(uint word) =>
        X86Aes.EncryptLast(Vector128.Create(word).AsByte(), Vector128<byte>.Zero).AsUInt32().ToScalar();
}
