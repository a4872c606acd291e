using Sluice.Transport.Crypto.Keys;
using Sluice.Transport.Wire;

namespace Sluice.Transport.Crypto.Certificates;

/// <summary>
/// The certificates section of a KRL (OpenSSH PROTOCOL.krl section 2): what one authority, or any, has taken back.
/// <code>
/// string   the authority's key, empty for any
/// string   reserved
/// byte     0x20 serials, 0x21 range, 0x22 bitmap, 0x23 key ids, 0x39 extension    (repeated)
/// string   its data
/// </code>
/// </summary>
internal sealed class RevokedCertificates
{
    private const byte SerialList = 0x20, SerialRange = 0x21, SerialBitmap = 0x22, KeyId = 0x23, Extension = 0x39;

    private readonly byte[] _authority;
    private readonly SerialRanges _serials = new();
    private readonly HashSet<string> _keyIds = new(StringComparer.Ordinal);

    private RevokedCertificates(byte[] authority) => _authority = authority;

    /// <summary>Reads the section's data; null if it is malformed or has something critical that is not known.</summary>
    public static RevokedCertificates? Parse(ReadOnlySpan<byte> section)
    {
        var reader = new WireReader(section);
        var authority = reader.ReadString();
        // An authority that cannot be read would match nothing, and what it took back would stay good.
        if (!authority.IsEmpty && PublicKeyBlob.Parse(authority, out _) is null) return null;
        var revoked = new RevokedCertificates(authority.ToArray());
        reader.ReadString();
        while (!reader.Remaining.IsEmpty)
        {
            var type = reader.ReadByte();
            var data = reader.ReadString();
            if (reader.Failed || !revoked.TryAdd(type, data)) return null;
        }
        revoked._serials.Complete();
        return reader.IsComplete ? revoked : null;
    }

    public bool Contains(SshCertificate certificate)
    {
        if (_authority.Length > 0 && !certificate.Authority.Blob.Span.SequenceEqual(_authority)) return false;
        // An authority that does not count gives every certificate the serial 0.
        return _keyIds.Contains(certificate.KeyId) || (certificate.Serial != 0 && _serials.Contains(certificate.Serial));
    }

    private bool TryAdd(byte type, ReadOnlySpan<byte> data)
    {
        var reader = new WireReader(data);
        switch (type)
        {
            case SerialList:
                while (!reader.Remaining.IsEmpty)
                {
                    var serial = reader.ReadUInt64();
                    if (serial == 0) return false;
                    _serials.Add(serial, serial);
                }
                return reader.IsComplete;
            case SerialRange:
                var (first, last) = (reader.ReadUInt64(), reader.ReadUInt64());
                if (!reader.IsComplete || first == 0 || first > last) return false;
                _serials.Add(first, last);
                return true;
            case SerialBitmap:
                var offset = reader.ReadUInt64();
                var bits = reader.ReadMpint();
                return reader.IsComplete && TryAddBitmap(offset, bits);
            case KeyId:
                while (!reader.Remaining.IsEmpty) _keyIds.Add(reader.ReadText());
                return reader.IsComplete;
            case Extension:
                return KrlExtension.MayBePassedOver(data);
            default:
                return false;
        }
    }

    /// <summary>A big-endian number whose bit i stands for the serial offset + i.</summary>
    private bool TryAddBitmap(ulong offset, ReadOnlySpan<byte> bits)
    {
        var count = 8UL * (ulong)bits.Length;
        for (var i = 0UL; i < count; i++)
        {
            if ((bits[^(int)((i / 8) + 1)] >> (int)(i % 8) & 1) == 0) continue;
            // Past the largest number it would come round to small ones.
            if (offset + i == 0 || offset + i < offset) return false;
            _serials.Add(offset + i, offset + i);
        }
        return true;
    }
}
