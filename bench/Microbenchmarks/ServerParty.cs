using Sluice.Transport;
using Sluice.Transport.Authentication;
using Sluice.Transport.Buffers;
using Sluice.Transport.Crypto;
using Sluice.Transport.Crypto.Keys;
using Sluice.Transport.Handshake;
using Sluice.Transport.Wire;
using Sluice.Transport.Wire.Messages;

namespace Sluice.Microbenchmarks;

/// <summary>The server: lets in whoever can sign.</summary>
internal sealed class ServerParty(Block inbox, Block outbox, AlgorithmCatalog catalog, SshPrivateKey hostKey) : HandshakeParty(inbox, outbox)
{
    private static readonly byte[] _serverSigAlgs = System.Text.Encoding.ASCII.GetBytes(KeyAlgorithms.ServerSigAlgs(KeyAlgorithms.UserKeys));

    private readonly SshPrivateKey[] _hostKeys = [hostKey];
    private AuthenticationServer? _authentication;

    protected override bool IsServer => true;

    protected override string OwnIdentification => "SSH-2.0-Sluice_1.0";

    protected override HandshakeSide CreateSide(string other) => new(true, other, OwnIdentification, catalog, _hostKeys, null);

    protected override void OnNewKeys() => Send(new ExtInfoMessage(_serverSigAlgs));

    protected override void OnLoginMessage(MessageNumber number, ReadOnlySpan<byte> payload)
    {
        if (number == MessageNumber.ServiceRequest)
        {
            _authentication = new AuthenticationServer(SessionId, maxTries: 6);
            Send(new ServiceMessage(MessageNumber.ServiceAccept, "ssh-userauth"u8));
            return;
        }
        var action = _authentication!.OnRequest(payload);
        if (action == AuthAction.LookUp) action = _authentication.Decide(known: true);
        if (action == AuthAction.Encourage)
        {
            Send(new UserAuthPkOkMessage(_authentication.Algorithm, _authentication.Key!.Blob.Span));
            return;
        }
        if (action != AuthAction.Accept) throw Failed($"the login came to {action}");
        Send(new BareMessage(MessageNumber.UserAuthSuccess));
        IsDone = true;
    }
}
