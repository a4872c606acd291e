using System.Runtime.InteropServices;

namespace Sluice.Microbenchmarks;

/// <summary>The system's libsodium, which the benchmarks compare with; nothing of the product uses it.</summary>
internal static partial class Libsodium
{
    private const string Library = "libsodium.so.23";

    // It chooses its vector code when it is initialised; before that it runs the portable one.
    static Libsodium() => _ = Initialize();

    [LibraryImport(Library, EntryPoint = "sodium_init")]
    private static partial int Initialize();

    [LibraryImport(Library, EntryPoint = "crypto_stream_chacha20_xor_ic")]
    public static partial int ChaCha20(
        Span<byte> destination, ReadOnlySpan<byte> source, ulong length, ReadOnlySpan<byte> nonce, ulong counter, ReadOnlySpan<byte> key);

    [LibraryImport(Library, EntryPoint = "crypto_onetimeauth_poly1305")]
    public static partial int Poly1305(Span<byte> tag, ReadOnlySpan<byte> message, ulong length, ReadOnlySpan<byte> key);

    [LibraryImport(Library, EntryPoint = "crypto_scalarmult_base")]
    public static partial int X25519Base(Span<byte> publicKey, ReadOnlySpan<byte> privateKey);

    [LibraryImport(Library, EntryPoint = "crypto_scalarmult")]
    public static partial int X25519(Span<byte> secret, ReadOnlySpan<byte> privateKey, ReadOnlySpan<byte> peer);
}
