namespace Sluice.Transport.Wire.Messages;

/// <summary>
/// RFC 4252 sections 5 and 7. <see cref="Algorithm"/> and what follows are filled for method <c>publickey</c> only.
/// <code>
/// byte     SSH_MSG_USERAUTH_REQUEST
/// string   user name
/// string   service name
/// string   method name
/// boolean  FALSE to ask, TRUE with a signature    (publickey)
/// string   public key algorithm name
/// string   public key blob
/// string   signature                              (if TRUE)
/// </code>
/// </summary>
internal readonly ref struct UserAuthRequestMessage
{
    public string User { get; private init; }

    public string Service { get; private init; }

    public string Method { get; private init; }

    public bool HasSignature { get; private init; }

    public string Algorithm { get; private init; }

    public ReadOnlySpan<byte> KeyBlob { get; private init; }

    public ReadOnlySpan<byte> Signature { get; private init; }

    /// <summary>The payload up to the signature, which is what the signature covers after the session id (section 7).</summary>
    public ReadOnlySpan<byte> SignedPart { get; private init; }

    public static bool TryParse(ReadOnlySpan<byte> payload, out UserAuthRequestMessage message)
    {
        var reader = new WireReader(payload[1..]);
        var user = reader.ReadText();
        var service = reader.ReadText();
        var method = reader.ReadText();
        if (method != "publickey")
        {
            message = new() { User = user, Service = service, Method = method, Algorithm = "" };
            return !reader.Failed;
        }
        var hasSignature = reader.ReadBoolean();
        var algorithm = reader.ReadText();
        var blob = reader.ReadString();
        var signedLength = 1 + reader.Position;
        message = new()
        {
            User = user,
            Service = service,
            Method = method,
            HasSignature = hasSignature,
            Algorithm = algorithm,
            KeyBlob = blob,
            Signature = hasSignature ? reader.ReadString() : default,
            SignedPart = payload[..signedLength],
        };
        return reader.IsComplete;
    }

    /// <summary>The signed part of a publickey request with TRUE, as the client role sends and signs it.</summary>
    public static byte[] WriteSignedPart(string user, string algorithm, ReadOnlySpan<byte> keyBlob)
    {
        var buffer = new byte[128 + (3 * user.Length) + algorithm.Length + keyBlob.Length];
        var writer = new WireWriter(buffer);
        writer.WriteByte((byte)MessageNumber.UserAuthRequest);
        writer.WriteText(user);
        writer.WriteString("ssh-connection"u8);
        writer.WriteString("publickey"u8);
        writer.WriteBoolean(true);
        writer.WriteText(algorithm);
        writer.WriteString(keyBlob);
        return writer.Written.ToArray();
    }
}
