using Sluice.Transport.Wire;

namespace Sluice.Transport.Connection;

/// <summary>The table that says which message a peer may send in which phase; whatever it does not list is refused.</summary>
internal static class MessageGuard
{
    private const Phase Exchanges = Phase.FirstExchange | Phase.StrictFirstExchange | Phase.Exchange;
    private const Phase Always = Exchanges | Phase.Login | Phase.Connected;

    private static readonly Phase[] _fromClient = Build(server: true);
    private static readonly Phase[] _fromServer = Build(server: false);

    /// <summary>May the peer of a server, or of a client, send this message now?</summary>
    public static bool Allows(bool isServer, Phase phase, byte number) => ((isServer ? _fromClient : _fromServer)[number] & phase) != 0;

    /// <summary>True for a number that neither role ever takes: after login it is answered with UNIMPLEMENTED (RFC 4253 section 11.4).</summary>
    public static bool IsUnknown(byte number) => (_fromClient[number] | _fromServer[number]) == Phase.None;

    private static Phase[] Build(bool server)
    {
        var table = new Phase[256];
        void Allow(Phase phases, MessageNumber first, MessageNumber? last = null)
        {
            for (int number = (byte)first; number <= (byte)(last ?? first); number++) table[number] = phases;
        }

        // RFC 4253 section 7.1 lets these pass within a key exchange; a strict first one takes nothing but DISCONNECT.
        Allow(Always, MessageNumber.Disconnect);
        Allow(Always & ~Phase.StrictFirstExchange, MessageNumber.Ignore, MessageNumber.Debug);
        Allow(Always, MessageNumber.KexInit);
        Allow(Exchanges, MessageNumber.NewKeys);
        Allow(Exchanges, (MessageNumber)30, (MessageNumber)49);

        // RFC 8308 section 2.4: right after the first NEWKEYS, and by the server right before SUCCESS.
        Allow(Phase.Login, MessageNumber.ExtInfo);
        if (server)
        {
            Allow(Phase.Login, MessageNumber.ServiceRequest);
            // RFC 4252 section 5.1: requests after SUCCESS are ignored, not refused.
            Allow(Phase.Login | Phase.Connected, MessageNumber.UserAuthRequest);
        }
        else
        {
            Allow(Phase.Login, MessageNumber.ServiceAccept);
            Allow(Phase.Login, MessageNumber.UserAuthFailure, MessageNumber.UserAuthBanner);
        }

        Allow(Phase.Connected, MessageNumber.GlobalRequest, MessageNumber.RequestFailure);
        Allow(Phase.Connected, MessageNumber.ChannelOpen, MessageNumber.ChannelFailure);
        Allow(Phase.Connected, MessageNumber.Ping, MessageNumber.Pong);
        return table;
    }
}
