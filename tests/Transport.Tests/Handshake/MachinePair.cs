using Sluice.Transport.Crypto;
using Sluice.Transport.Crypto.Certificates;
using Sluice.Transport.Handshake;
using Xunit;

namespace Sluice.Transport.Tests.Handshake;

/// <summary>Both roles of a key exchange in memory, with everything that either said.</summary>
internal sealed class MachinePair : IDisposable
{
    public const string ClientIdentification = "SSH-2.0-client", ServerIdentification = "SSH-2.0-server";

    private static readonly SshPrivateKey _hostKey = SshPrivateKey.GenerateEd25519();

    private readonly List<byte[]> _transcript = [];

    public MachinePair(AlgorithmPreferences? client = null, AlgorithmPreferences? server = null, byte[]? sessionId = null)
    {
        Client = new KeyExchangeMachine(ClientSide(client ?? new()), sessionId);
        Server = new KeyExchangeMachine(ServerSide(server ?? new()), sessionId);
    }

    public KeyExchangeMachine Client { get; }

    public KeyExchangeMachine Server { get; }

    /// <summary>Numbers of the messages that crossed after the KEXINITs.</summary>
    public IEnumerable<byte> Numbers => _transcript.Select(message => message[0]);

    public static HandshakeSide ClientSide(AlgorithmPreferences preferences) =>
        new(false, ClientIdentification, ServerIdentification, AlgorithmCatalog.Create(preferences), [], HostKeyTrust.InKeys([_hostKey.PublicKey]));

    public static HandshakeSide ServerSide(AlgorithmPreferences preferences) =>
        new(true, ClientIdentification, ServerIdentification, AlgorithmCatalog.Create(preferences), [_hostKey], null);

    /// <summary>Runs to the end of both; gives the last step.</summary>
    public KexStep Run()
    {
        var toServer = Client.OnKexInit(Server.OwnInitPayload);
        var toClient = Server.OnKexInit(Client.OwnInitPayload);
        Assert.Equal(KexAction.Wait, toClient.Action);
        for (var i = 0; i < 4 && toServer.Action == KexAction.Send; i++)
        {
            _transcript.Add(toServer.Message!);
            toClient = Server.OnMessage(toServer.Message!);
            if (toClient.Action is KexAction.Fail) return toClient;
            _transcript.Add(toClient.Message!);
            toServer = Client.OnMessage(toClient.Message!);
        }
        return toServer;
    }

    /// <summary>Proves that each side opens what the other seals.</summary>
    public void AssertKeysFit()
    {
        AssertFit(Client, Server);
        AssertFit(Server, Client);
    }

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
    }

    private static void AssertFit(KeyExchangeMachine from, KeyExchangeMachine to)
    {
        using var sealer = from.CreateSealer();
        using var opener = to.CreateOpener();
        // A frame of two blocks: 4 bytes of length, 1 of padding length, payload, padding.
        var length = (2 * sealer.BlockSize) + (sealer.PadsLength ? -4 : 0);
        byte[] frame = [0, 0, 0, (byte)length, 8, .. Enumerable.Range(0, length - 1).Select(i => (byte)i)];
        var packet = new byte[frame.Length + sealer.TagLength];
        sealer.Seal(3, frame, packet);
        Assert.Equal((uint)length, opener.OpenLength(3, packet.AsSpan(0, opener.HeaderLength)));
        Assert.True(opener.TryOpen(3, packet));
        Assert.Equal(frame[4..], packet[4..frame.Length]);
    }
}
