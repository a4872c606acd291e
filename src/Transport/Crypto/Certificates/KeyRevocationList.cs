using Sluice.Transport.Wire;

namespace Sluice.Transport.Crypto.Certificates;

/// <summary>
/// The binary form of RevokedKeys, which <c>ssh-keygen -k</c> writes (OpenSSH PROTOCOL.krl).
/// <code>
/// uint64   magic
/// uint32   1
/// uint64   version of the list
/// uint64   when it was made
/// uint64   flags
/// string   reserved
/// string   comment
/// byte     1 certificates, 2 keys, 3 SHA-1, 4 signature, 5 SHA-256, 255 extension    (repeated)
/// string   its data
/// </code>
/// </summary>
internal static class KeyRevocationList
{
    private const uint FormatVersion = 1;

    private const byte Certificates = 1, ExplicitKeys = 2, Sha1Fingerprints = 3, Signature = 4, Sha256Fingerprints = 5, Extension = 255;

    private static ReadOnlySpan<byte> Magic => "SSHKRL\n\0"u8;

    public static bool IsOne(ReadOnlySpan<byte> file) => file.StartsWith(Magic);

    /// <summary>Adds what is in the file. What is not known, and not declared to be harmless, makes it false: a revocation must not be overlooked.</summary>
    public static bool TryRead(ReadOnlySpan<byte> file, RevocationSet revoked, out string fault)
    {
        fault = "The key revocation list is damaged, or has a section that is not known; make it again with ssh-keygen -k.";
        var reader = new WireReader(file);
        reader.ReadBytes(Magic.Length);
        var isKnown = reader.ReadUInt32() == FormatVersion;
        reader.ReadUInt64();
        reader.ReadUInt64();
        reader.ReadUInt64();
        reader.ReadString();
        reader.ReadString();
        var isSigned = false;
        while (isKnown && !reader.Remaining.IsEmpty)
        {
            var type = reader.ReadByte();
            var data = reader.ReadString();
            // Signatures come last, and OpenSSH passes them over too: the file is trusted for where it lies.
            if (type == Signature) reader.ReadString();
            isKnown = !reader.Failed && (!isSigned || type == Signature) && TryAdd(type, data, revoked);
            isSigned = type == Signature;
        }
        if (!isKnown || !reader.IsComplete) return false;
        fault = "";
        return true;
    }

    private static bool TryAdd(byte type, ReadOnlySpan<byte> data, RevocationSet revoked)
    {
        switch (type)
        {
            case Certificates:
                if (RevokedCertificates.Parse(data) is not { } certificates) return false;
                revoked.Add(certificates);
                return true;
            case ExplicitKeys:
                return TryReadAll(data, length: null, revoked.AddKey);
            case Sha1Fingerprints:
                return TryReadAll(data, RevocationSet.Sha1Size, revoked.AddSha1);
            case Sha256Fingerprints:
                return TryReadAll(data, RevocationSet.Sha256Size, revoked.AddSha256);
            case Signature:
                return true;
            case Extension:
                return KrlExtension.MayBePassedOver(data);
            default:
                return false;
        }
    }

    private static bool TryReadAll(ReadOnlySpan<byte> data, int? length, Action<ReadOnlySpan<byte>> add)
    {
        var reader = new WireReader(data);
        while (!reader.Remaining.IsEmpty)
        {
            var entry = reader.ReadString();
            if (entry.IsEmpty || (length is { } expected && entry.Length != expected)) return false;
            add(entry);
        }
        return reader.IsComplete;
    }
}
