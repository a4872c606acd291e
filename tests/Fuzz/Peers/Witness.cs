using Sluice.Transport;

namespace Sluice.Fuzz.Peers;

/// <summary>
/// Hears a connection and its channels, answers as a host would (data is sent back, EOF with an exit status and CLOSE), and
/// checks that what it hears is in order.
/// </summary>
internal sealed class Witness : IConnectionObserver, IChannelObserver
{
    public const uint Window = 4096;

    private readonly Dictionary<SshChannel, Life> _lives = [];

    /// <summary>How often the connection's end was heard.</summary>
    public int Ends { get; private set; }

    /// <summary>From now on the channel may be heard of.</summary>
    public void Expect(SshChannel channel)
    {
        lock (_lives) _lives[channel] = new Life { Credit = Window };
    }

    public IChannelObserver OnSessionOpened(SshConnection connection, SshChannel channel)
    {
        Expect(channel);
        return this;
    }

    public void OnEnded(SshConnection connection, End end) => Ends++;

    public void OnOpened(SshChannel channel) => channel.SendExec("git-upload-pack 'x.git'"u8, wantsReply: true);

    public void OnOpenRefused(SshChannel channel, uint reasonCode, string description)
    {
        lock (_lives) Promise.Keep(_lives.Remove(channel), "Only a channel that was asked for is refused.");
    }

    public void OnData(SshChannel channel, in ChannelData data)
    {
        var life = Of(channel);
        Promise.Keep(life is { Eof: false, Closed: false }, "No data comes after EOF or CLOSE.");
        life.Credit -= data.Bytes.Length;
        Promise.Keep(life.Credit >= 0, "No more data comes than was granted.");
        var length = (uint)data.Bytes.Length;
        if (length <= channel.RemoteWindow) channel.Forward(data);
        else channel.Send(data.Bytes, data.ExtendedType);
        Promise.Keep(channel.RemoteWindow >= 0, "No more data goes than the peer granted.");
        life.Credit += length;
        channel.Grant(length);
    }

    public void OnWindowAdjusted(SshChannel channel, uint bytes)
    {
        Promise.Keep(Of(channel) is { Closed: false }, "No window comes after CLOSE.");
        Promise.Keep(channel.RemoteWindow <= uint.MaxValue, "A window keeps to 32 bits.");
        channel.Send("more"u8);
    }

    public void OnRequest(SshChannel channel, in ChannelRequest request)
    {
        Promise.Keep(Of(channel) is { Closed: false }, "No request comes after CLOSE.");
        if (request.WantsReply) channel.SendRequestReply(request.TryReadExec(out _));
    }

    public void OnRequestReply(SshChannel channel, bool success) => Promise.Keep(Of(channel) is { Closed: false }, "No answer comes after CLOSE.");

    public void OnEof(SshChannel channel)
    {
        var life = Of(channel);
        Promise.Keep(life is { Eof: false, Closed: false }, "EOF comes once.");
        life.Eof = true;
        channel.SendExitStatus(0);
        channel.SendEof();
        channel.SendClose();
    }

    public void OnClosed(SshChannel channel)
    {
        var life = Of(channel);
        Promise.Keep(life is { Closed: false }, "CLOSE comes once.");
        life.Closed = true;
        channel.SendClose();
    }

    public void OnEnded(SshChannel channel, End? end)
    {
        lock (_lives) Promise.Keep(_lives.Remove(channel), "A channel ends once.");
    }

    public void OnDrained(SshChannel channel)
    {
    }

    private Life Of(SshChannel channel)
    {
        lock (_lives)
        {
            Promise.Keep(_lives.TryGetValue(channel, out var life), "Nothing comes after the end.");
            return life;
        }
    }

    private sealed class Life
    {
        public long Credit { get; set; }

        public bool Eof { get; set; }

        public bool Closed { get; set; }
    }
}
