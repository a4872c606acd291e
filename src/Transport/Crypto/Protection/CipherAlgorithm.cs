namespace Sluice.Transport.Crypto.Protection;

/// <summary>One name of the cipher lists of KEXINIT and how to make its two directions.</summary>
/// <param name="Name">The name on the wire.</param>
/// <param name="KeyLength">Bytes of encryption key to derive.</param>
/// <param name="IvLength">Bytes of initial vector to derive; 0 if it uses none.</param>
/// <param name="IsAuthenticated">True if it brings its own tag; then no MAC is negotiated.</param>
/// <param name="CreateSealer">Key, IV, MAC (null if authenticated), MAC key. The spans are copied, never kept.</param>
/// <param name="CreateOpener">The same for the other direction.</param>
internal sealed record CipherAlgorithm(
    string Name,
    int KeyLength,
    int IvLength,
    bool IsAuthenticated,
    CipherAlgorithm.Factory<PacketSealer> CreateSealer,
    CipherAlgorithm.Factory<PacketOpener> CreateOpener)
{
    public delegate T Factory<out T>(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, MacAlgorithm? mac, ReadOnlySpan<byte> macKey);
}
