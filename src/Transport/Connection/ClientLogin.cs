using Sluice.Transport.Authentication;
using Sluice.Transport.Wire;
using Sluice.Transport.Wire.Messages;

namespace Sluice.Transport.Connection;

/// <summary>The client's side of the login: one user, one key, signed at once. The server is not trusted to keep the order.</summary>
internal sealed class ClientLogin(SshConnection connection, ConnectionSettings settings, Outbound outbound) : Login
{
    private string[] _serverSigAlgs = [];
    private bool _requested;
    private bool _accepted;

    public override string User => settings.User;

    public override void OnFirstKeys()
    {
        outbound.Send(new ServiceMessage(MessageNumber.ServiceRequest, "ssh-userauth"u8));
        _requested = true;
    }

    public override void OnMessage(MessageNumber number, ReadOnlySpan<byte> payload)
    {
        switch (number)
        {
            case MessageNumber.ExtInfo:
                if (!ExtInfoMessage.TryParse(payload, out var algorithms)) connection.Violate("The EXT_INFO is malformed.");
                else if (NameList.TryParse(algorithms, out var names)) _serverSigAlgs = names;
                return;
            case MessageNumber.ServiceAccept when _requested && !_accepted:
                _accepted = true;
                outbound.Send(new PayloadMessage(AuthenticationClient.CreateRequest(connection.SessionId, settings.User, settings.IdentityKey!, _serverSigAlgs)));
                return;
            case MessageNumber.UserAuthBanner:
                return;
            case MessageNumber.UserAuthSuccess when _accepted:
                connection.OnAuthenticated(settings.User, null, null);
                return;
            case MessageNumber.UserAuthFailure when _accepted:
                connection.End(
                    EndReason.AuthRefused,
                    EndSide.Peer,
                    $"The server does not accept the key {settings.IdentityKey!.PublicKey.Fingerprint} for user {settings.User}.");
                return;
            default:
                connection.Violate($"Message {(byte)number} came out of turn during authentication.");
                return;
        }
    }
}
