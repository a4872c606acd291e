using Sluice.Transport;
using Sluice.Transport.Authentication;

namespace Sluice.Testing.Peers;

/// <summary>How far a <see cref="RawPeer"/> goes before it begins to misbehave.</summary>
internal enum Scene
{
    /// <summary>The link is there, nothing was said.</summary>
    Linked,

    /// <summary>Both lines were said.</summary>
    Identified,

    /// <summary>The first keys are in use.</summary>
    Keyed,

    /// <summary>The service ssh-userauth was requested and accepted.</summary>
    Served,

    /// <summary>The user is authenticated.</summary>
    LoggedIn,

    /// <summary>A session channel is open, number 0 on both sides.</summary>
    SessionOpen,
}

/// <summary>The well-behaved part of a peer's life, in both roles.</summary>
internal static class RawLogin
{
    /// <summary>Goes as far as <paramref name="scene"/>; a server's session needs the client to open it meanwhile.</summary>
    public static async Task ReachAsync(this RawPeer peer, Scene scene)
    {
        if (scene >= Scene.Identified) await peer.IdentifyAsync().ConfigureAwait(false);
        if (scene >= Scene.Keyed) await peer.ExchangeKeysAsync().ConfigureAwait(false);
        if (peer.IsServer) await AdmitAsync(peer, scene).ConfigureAwait(false);
        else await EnterAsync(peer, scene).ConfigureAwait(false);
    }

    /// <summary>The request to log in with a signature of this session by <paramref name="key"/>.</summary>
    public static byte[] SignedRequest(this RawPeer peer, SshPrivateKey? key = null, string user = "git") =>
        AuthenticationClient.CreateRequest(peer.SessionId, user, key ?? PeerKeys.User, []);

    private static async Task EnterAsync(RawPeer peer, Scene scene)
    {
        if (scene >= Scene.Served)
        {
            await peer.SendAsync(Say.ServiceRequest()).ConfigureAwait(false);
            await peer.ExpectAsync(6).ConfigureAwait(false);
        }
        if (scene >= Scene.LoggedIn)
        {
            await peer.SendAsync(peer.SignedRequest()).ConfigureAwait(false);
            await peer.ExpectAsync(52).ConfigureAwait(false);
        }
        if (scene >= Scene.SessionOpen)
        {
            await peer.SendAsync(Say.ChannelOpen()).ConfigureAwait(false);
            await peer.ExpectAsync(91).ConfigureAwait(false);
        }
    }

    private static async Task AdmitAsync(RawPeer peer, Scene scene)
    {
        if (scene >= Scene.Served)
        {
            await peer.ExpectAsync(5).ConfigureAwait(false);
            await peer.SendAsync(new Payload(6).Text("ssh-userauth")).ConfigureAwait(false);
        }
        if (scene >= Scene.LoggedIn)
        {
            await peer.ExpectAsync(50).ConfigureAwait(false);
            await peer.SendAsync(new Payload(52)).ConfigureAwait(false);
        }
        if (scene >= Scene.SessionOpen)
        {
            await peer.ExpectAsync(90).ConfigureAwait(false);
            await peer.SendAsync(Say.Confirmation(0)).ConfigureAwait(false);
        }
    }
}
