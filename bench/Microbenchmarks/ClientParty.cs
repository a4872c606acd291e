using Sluice.Transport;
using Sluice.Transport.Authentication;
using Sluice.Transport.Buffers;
using Sluice.Transport.Crypto;
using Sluice.Transport.Crypto.Certificates;
using Sluice.Transport.Handshake;
using Sluice.Transport.Wire;
using Sluice.Transport.Wire.Messages;

namespace Sluice.Microbenchmarks;

/// <summary>A client as OpenSSH is one: asks whether a key would do, and signs when it would.</summary>
internal sealed class ClientParty(Block inbox, Block outbox, AlgorithmCatalog catalog, SshPublicKey hostKey, SshPrivateKey key) : HandshakeParty(inbox, outbox)
{
    private readonly HostKeyTrust _trust = HostKeyTrust.InKeys([hostKey]);

    protected override bool IsServer => false;

    protected override string OwnIdentification => "SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u7";

    protected override HandshakeSide CreateSide(string other) => new(false, OwnIdentification, other, catalog, [], _trust);

    protected override void OnNewKeys() => Send(new ServiceMessage(MessageNumber.ServiceRequest, "ssh-userauth"u8));

    protected override void OnLoginMessage(MessageNumber number, ReadOnlySpan<byte> payload)
    {
        switch (number)
        {
            case MessageNumber.ServiceAccept:
                Send(new PayloadMessage(Question()));
                return;
            case MessageNumber.UserAuthPkOk:
                Send(new PayloadMessage(AuthenticationClient.CreateRequest(SessionId, "git", key, [])));
                return;
            case MessageNumber.UserAuthSuccess:
                IsDone = true;
                return;
            case MessageNumber.ExtInfo:
                return;
            default:
                throw Failed($"the client was sent {number}");
        }
    }

    /// <summary>The request without a signature: its boolean says no.</summary>
    private byte[] Question()
    {
        var algorithm = key.PublicKey.SignatureAlgorithms[0];
        var question = UserAuthRequestMessage.WriteSignedPart("git", algorithm, key.PublicKey.Blob.Span);
        question[1 + 4 + 3 + 4 + "ssh-connection".Length + 4 + "publickey".Length] = 0;
        return question;
    }
}
