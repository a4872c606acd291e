using Sluice.Testing.Peers;
using Sluice.Transport.Crypto;
using Sluice.Transport.Crypto.Certificates;
using Sluice.Transport.Handshake;

using Xunit;

namespace Sluice.Transport.Tests.Handshake;

/// <summary>Both roles of one key exchange, with a test between them that sees every message and may change it.</summary>
internal sealed class InterceptedExchange : IDisposable
{
    public InterceptedExchange(AlgorithmPreferences algorithms, SshPrivateKey hostKey, byte[]? sessionId = null)
    {
        var catalog = AlgorithmCatalog.Create(algorithms);
        Client = new(new(false, "SSH-2.0-client", "SSH-2.0-server", catalog, [], HostKeyTrust.InKeys([hostKey.PublicKey])), sessionId);
        Server = new(new(true, "SSH-2.0-client", "SSH-2.0-server", catalog, PeerKeys.OfEachType, null), sessionId);
    }

    public KeyExchangeMachine Client { get; }

    public KeyExchangeMachine Server { get; }

    /// <summary>What each message of the exchange came to, behind the KEXINITs.</summary>
    public List<(string From, byte[] Message)> Transcript { get; } = [];

    /// <summary>
    /// Takes the exchange to its end: both have keys, or one has failed. <paramref name="change"/> sees each message behind
    /// KEXINIT, by its index, and gives what arrives instead.
    /// </summary>
    public End? Run(Func<int, byte[], byte[]>? change = null)
    {
        var steps = new Queue<(KeyExchangeMachine From, KexStep Step)>();
        steps.Enqueue((Server, Server.OnKexInit(Client.OwnInitPayload)));
        steps.Enqueue((Client, Client.OnKexInit(Server.OwnInitPayload)));
        var withKeys = new HashSet<KeyExchangeMachine>();
        while (steps.TryDequeue(out var next))
        {
            var (from, step) = next;
            if (step.Action == KexAction.Fail) return step.End;
            if (step.Action == KexAction.SendNewKeys) Assert.True(withKeys.Add(from), "NEWKEYS was to be sent twice.");
            if (step.Message is not { } message) continue;
            var arrives = change?.Invoke(Transcript.Count, message) ?? message;
            Transcript.Add((from == Client ? "client" : "server", message));
            var to = from == Client ? Server : Client;
            steps.Enqueue((to, to.OnMessage(arrives)));
        }
        Assert.Equal(2, withKeys.Count);
        return null;
    }

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
    }
}
