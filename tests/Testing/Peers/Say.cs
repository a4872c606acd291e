namespace Sluice.Testing.Peers;

/// <summary>Messages that peers say, well-formed unless an argument spoils them.</summary>
internal static class Say
{
    public const string StrictClient = "kex-strict-c-v00@openssh.com";

    public static Payload Ignore() => new Payload(2).Text("");

    public static Payload ServiceRequest(string name = "ssh-userauth") => new Payload(5).Text(name);

    /// <summary>EXT_INFO with one extension (RFC 8308 section 2.3).</summary>
    public static Payload ExtInfo() => new Payload(7).U32(1).Text("server-sig-algs").Text("ssh-ed25519");

    /// <summary>KEXINIT (RFC 4253 section 7.1); each list stands for both directions.</summary>
    public static Payload KexInit(
        string kex = "curve25519-sha256," + StrictClient,
        string hostKeys = "ssh-ed25519",
        string ciphers = "aes256-gcm@openssh.com",
        string macs = "hmac-sha2-256",
        string compression = "none",
        bool follows = false)
    {
        var payload = new Payload(20).Raw(new byte[16]).Text(kex).Text(hostKeys).Text(ciphers).Text(ciphers).Text(macs).Text(macs);
        return payload.Text(compression).Text(compression).Text("").Text("").Bool(follows).U32(0);
    }

    public static Payload NewKeys() => new(21);

    /// <summary>KEX_ECDH_INIT with the client's public value.</summary>
    public static Payload KexEcdhInit(ReadOnlySpan<byte> value) => new Payload(30).Blob(value);

    /// <summary>USERAUTH_REQUEST up to the method (RFC 4252 section 5).</summary>
    public static Payload AuthRequest(string user = "git", string service = "ssh-connection", string method = "none") =>
        new Payload(50).Text(user).Text(service).Text(method);

    /// <summary>USERAUTH_REQUEST that asks about a key or shows a signature by it (RFC 4252 section 7).</summary>
    public static Payload KeyRequest(ReadOnlySpan<byte> key, string algorithm = "ssh-ed25519", byte[]? signature = null)
    {
        var request = AuthRequest(method: "publickey").Bool(signature is not null).Text(algorithm).Blob(key);
        return signature is null ? request : request.Blob(signature);
    }

    public static Payload GlobalRequest(string name = "keepalive@openssh.com", bool wantsReply = true) => new Payload(80).Text(name).Bool(wantsReply);

    public static Payload ChannelOpen(string type = "session", uint sender = 0, uint window = 1 << 20, uint maxPacket = 32 * 1024) =>
        new Payload(90).Text(type).U32(sender).U32(window).U32(maxPacket);

    public static Payload Confirmation(uint channel, uint sender = 0, uint window = 1 << 20, uint maxPacket = 32 * 1024) =>
        new Payload(91).U32(channel).U32(sender).U32(window).U32(maxPacket);

    public static Payload OpenFailure(uint channel) => new Payload(92).U32(channel).U32(1).Text("no").Text("");

    public static Payload Adjust(uint channel, uint bytes) => new Payload(93).U32(channel).U32(bytes);

    public static Payload Data(uint channel, int length) => new Payload(94).U32(channel).Blob(new byte[length]);

    public static Payload ExtendedData(uint channel, uint type, int length) => new Payload(95).U32(channel).U32(type).Blob(new byte[length]);

    public static Payload Eof(uint channel) => new Payload(96).U32(channel);

    public static Payload Close(uint channel) => new Payload(97).U32(channel);

    public static Payload Request(uint channel, string type = "exec", bool wantsReply = true) => new Payload(98).U32(channel).Text(type).Bool(wantsReply);

    public static Payload Success(uint channel) => new Payload(99).U32(channel);

    public static Payload Ping(string data = "") => new Payload(192).Text(data);
}
