using Sluice.Transport;

namespace Sluice.Testing.Peers;

/// <summary>
/// What a proxy is on the data path, over memory: a client's connection joined to a backend's, one channel through both,
/// data forwarded from where it was opened and credit passed back. Packets flow from the backend to the client.
/// </summary>
internal sealed class RelayChain
{
    private const uint Window = 1 << 20;
    private const uint MaxPacket = 32 * 1024;

    private readonly RelaySource _source = new();
    private readonly RelayJoint _joint = new();
    private readonly RelaySink _sink = new();
    private ConnectionPair? _front;
    private ConnectionPair? _back;

    /// <summary>Both connections are logged in and the channel is open all the way when it returns.</summary>
    public static async Task<RelayChain> CreateAsync(AlgorithmPreferences algorithms)
    {
        var chain = new RelayChain();
        var options = new SubjectOptions { Algorithms = algorithms };
        chain._front = await ConnectionPair.ConnectAsync(options, options with { Sessions = chain._joint }).ConfigureAwait(false);
        chain._back = await ConnectionPair.ConnectAsync(options, options with { Sessions = chain._source }).ConfigureAwait(false);
        var there = chain._front.Client.Connection.OpenSession(chain._sink, Window, MaxPacket);
        await Eventually.HoldsAsync(() => there.RemoteMaxPacket > 0, TimeSpan.FromSeconds(10), () => "the client's channel does not open").ConfigureAwait(false);
        // The client's first request shows the joint its channel.
        there.SendRequest("exec"u8, wantsReply: false, []);
        await chain._joint.FrontKnown.ConfigureAwait(false);
        var back = chain._back.Client.Connection.OpenSession(chain._joint, Window, MaxPacket);
        await Eventually.HoldsAsync(() => back.RemoteMaxPacket > 0, TimeSpan.FromSeconds(10), () => "the backend's channel does not open").ConfigureAwait(false);
        back.SendRequest("exec"u8, wantsReply: false, []);
        await chain._source.ChannelKnown.ConfigureAwait(false);
        return chain;
    }

    /// <summary>Sends packets through and blocks until the last has arrived. Allocates nothing of its own.</summary>
    /// <param name="count">Packets.</param>
    /// <param name="size">Bytes of data in each, at most 32 KiB.</param>
    public void Run(int count, int size)
    {
        _sink.Begin((long)count * size);
        _source.Begin(count, size);
        _sink.Wait();
    }

    /// <summary>Closes all four connections; their buffers must come home.</summary>
    public async Task CloseAsync()
    {
        await _front!.CloseAsync().ConfigureAwait(false);
        await _back!.CloseAsync().ConfigureAwait(false);
    }
}
