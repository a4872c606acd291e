namespace Sluice.Transport.Wire.Messages;

/// <summary>
/// RFC 4253 section 7.1.
/// <code>
/// byte       SSH_MSG_KEXINIT
/// byte[16]   cookie (random bytes)
/// name-list  kex_algorithms, server_host_key_algorithms, encryption (client to server, server to client),
///            mac (both), compression (both), languages (both)
/// boolean    first_kex_packet_follows
/// uint32     0 (reserved for future extension)
/// </code>
/// </summary>
internal sealed record KexInitMessage(
    string[] KexAlgorithms,
    string[] HostKeyAlgorithms,
    string[] CiphersClientToServer,
    string[] CiphersServerToClient,
    string[] MacsClientToServer,
    string[] MacsServerToClient,
    string[] CompressionClientToServer,
    string[] CompressionServerToClient,
    bool FirstKexPacketFollows)
{
    private const int CookieLength = 16;

    /// <summary>The payload with a fresh cookie, number included; it enters the exchange hash as it is.</summary>
    public byte[] ToPayload(ReadOnlySpan<byte> cookie)
    {
        string[][] lists =
        [
            KexAlgorithms, HostKeyAlgorithms, CiphersClientToServer, CiphersServerToClient, MacsClientToServer,
            MacsServerToClient, CompressionClientToServer, CompressionServerToClient, [], [],
        ];
        var payload = new byte[1 + CookieLength + lists.Sum(list => 4 + list.Sum(name => name.Length + 1)) + 1 + 4];
        var writer = new WireWriter(payload);
        writer.WriteByte((byte)MessageNumber.KexInit);
        writer.WriteBytes(cookie[..CookieLength]);
        foreach (var list in lists) writer.WriteText(string.Join(',', list));
        writer.WriteBoolean(FirstKexPacketFollows);
        writer.WriteUInt32(0);
        return writer.Written.ToArray();
    }

    public static bool TryParse(ReadOnlySpan<byte> payload, out KexInitMessage message)
    {
        var reader = new WireReader(payload[1..]);
        reader.ReadBytes(CookieLength);
        var lists = new string[10][];
        var valid = true;
        for (var i = 0; i < lists.Length; i++) valid &= NameList.TryParse(reader.ReadString(), out lists[i]);
        var follows = reader.ReadBoolean();
        reader.ReadUInt32();
        message = new(lists[0], lists[1], lists[2], lists[3], lists[4], lists[5], lists[6], lists[7], follows);
        return valid && reader.IsComplete;
    }
}
