using System.Security.Cryptography;

namespace Sluice.Transport.Crypto.Protection;

/// <summary>Every cipher and MAC that is spoken, in the order of preference.</summary>
internal static class ProtectionAlgorithms
{
    public static IReadOnlyList<CipherAlgorithm> Ciphers { get; } =
    [
        ChaChaPoly(),
        Gcm("aes128-gcm@openssh.com", keyLength: 16),
        Gcm("aes256-gcm@openssh.com", keyLength: 32),
        Counter("aes128-ctr", keyLength: 16),
        Counter("aes192-ctr", keyLength: 24),
        Counter("aes256-ctr", keyLength: 32),
    ];

    public static IReadOnlyList<MacAlgorithm> Macs { get; } =
    [
        new("hmac-sha2-256-etm@openssh.com", HashAlgorithmName.SHA256, Length: 32, EncryptsFirst: true),
        new("hmac-sha2-512-etm@openssh.com", HashAlgorithmName.SHA512, Length: 64, EncryptsFirst: true),
        new("hmac-sha2-256", HashAlgorithmName.SHA256, Length: 32, EncryptsFirst: false),
        new("hmac-sha2-512", HashAlgorithmName.SHA512, Length: 64, EncryptsFirst: false),
        new("hmac-sha1-etm@openssh.com", HashAlgorithmName.SHA1, Length: 20, EncryptsFirst: true) { IsDefault = false },
        new("hmac-sha1", HashAlgorithmName.SHA1, Length: 20, EncryptsFirst: false) { IsDefault = false },
    ];

    private static CipherAlgorithm ChaChaPoly() => new(
        "chacha20-poly1305@openssh.com",
        ChaChaPoly1305.KeyLength,
        IvLength: 0,
        IsAuthenticated: true,
        (key, _, _, _) => new ChaChaPoly1305Sealer(key),
        (key, _, _, _) => new ChaChaPoly1305Opener(key));

    private static CipherAlgorithm Gcm(string name, int keyLength) => new(
        name,
        keyLength,
        GcmNonce.Length,
        IsAuthenticated: true,
        (key, iv, _, _) => new AesGcmSealer(key, iv),
        (key, iv, _, _) => new AesGcmOpener(key, iv));

    private static CipherAlgorithm Counter(string name, int keyLength) => new(
        name,
        keyLength,
        CounterMode.BlockLength,
        IsAuthenticated: false,
        (key, iv, mac, macKey) =>
        {
            ArgumentNullException.ThrowIfNull(mac);
            return mac.EncryptsFirst
                ? new EncryptThenMacSealer(CounterMode.Create(key, iv), new PacketMac(mac, macKey))
                : new EncryptAndMacSealer(CounterMode.Create(key, iv), new PacketMac(mac, macKey));
        },
        (key, iv, mac, macKey) =>
        {
            ArgumentNullException.ThrowIfNull(mac);
            return mac.EncryptsFirst
                ? new EncryptThenMacOpener(CounterMode.Create(key, iv), new PacketMac(mac, macKey))
                : new EncryptAndMacOpener(CounterMode.Create(key, iv), new PacketMac(mac, macKey));
        });
}
