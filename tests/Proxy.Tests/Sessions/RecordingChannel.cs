using System.Globalization;
using System.Text;
using System.Threading.Channels;

using Sluice.Transport;

using Xunit;

namespace Sluice.Proxy.Tests.Sessions;

/// <summary>One end of a channel in a test's hands: what is heard becomes words in the order in which it came.</summary>
internal sealed class RecordingChannel : IChannelObserver
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private readonly Channel<string> _events = System.Threading.Channels.Channel.CreateUnbounded<string>();
    private readonly StringBuilder _standardError = new();
    private long _dataBytes;

    /// <summary>The channel, once it is known.</summary>
    public SshChannel? Ssh { get; set; }

    /// <summary>True answers every request that wants an answer with success at once.</summary>
    public bool Agrees { get; init; } = true;

    /// <summary>Bytes of standard output and standard error so far.</summary>
    public long DataBytes => Volatile.Read(ref _dataBytes);

    public string StandardError
    {
        get
        {
            lock (_standardError) return _standardError.ToString();
        }
    }

    /// <summary>The next thing that is heard.</summary>
    public async Task<string> NextAsync() => await _events.Reader.ReadAsync().AsTask().WaitAsync(_patience);

    /// <summary>The next things must be exactly these.</summary>
    public async Task HearsAsync(params string[] expected)
    {
        foreach (var word in expected) Assert.Equal(word, await NextAsync());
    }

    /// <summary>Everything up to and including the first that begins so.</summary>
    public async Task<List<string>> UntilAsync(string start)
    {
        var heard = new List<string>();
        while (true)
        {
            heard.Add(await NextAsync());
            if (heard[^1].StartsWith(start, StringComparison.Ordinal)) return heard;
            Assert.False(heard[^1].StartsWith("ended", StringComparison.Ordinal), $"It ended before '{start}': {string.Join("; ", heard)}");
        }
    }

    public void OnOpened(SshChannel channel)
    {
        Ssh = channel;
        Hear("opened");
    }

    public void OnOpenRefused(SshChannel channel, uint reasonCode, string description) => Hear($"open refused {reasonCode}");

    public void OnData(SshChannel channel, in ChannelData data)
    {
        Interlocked.Add(ref _dataBytes, data.Bytes.Length);
        if (data.ExtendedType == 1)
        {
            lock (_standardError) _standardError.Append(Encoding.UTF8.GetString(data.Bytes));
        }
        Hear(data.ExtendedType == 0 ? $"data {Short(data.Bytes)}" : "stderr");
    }

    public void OnWindowAdjusted(SshChannel channel, uint bytes) => Hear($"window {bytes}");

    public void OnRequest(SshChannel channel, in ChannelRequest request)
    {
        if (request.TryReadEnvironment(out var name, out var value)) Hear($"env {name}={value}");
        else if (request.TryReadExec(out var command)) Hear($"exec {Encoding.UTF8.GetString(command)}");
        else if (request.TryReadExitStatus(out var status)) Hear(string.Create(CultureInfo.InvariantCulture, $"exit-status {status}"));
        else if (request.TryReadExitSignal(out var signal, out _)) Hear($"exit-signal {signal}");
        else if (request.TryReadSignal(out var wanted)) Hear($"signal {wanted}");
        else Hear($"request {request.TypeText}");
        if (request.WantsReply && Agrees) channel.SendRequestReply(true);
    }

    public void OnRequestReply(SshChannel channel, bool success) => Hear(success ? "success" : "failure");

    public void OnEof(SshChannel channel) => Hear("eof");

    public void OnClosed(SshChannel channel) => Hear("close");

    public void OnEnded(SshChannel channel, End? end) => Hear(end is null ? "ended" : $"ended {end.Reason}");

    public void OnDrained(SshChannel channel)
    {
    }

    private static string Short(ReadOnlySpan<byte> bytes) => bytes.Length > 32 ? $"[{bytes.Length}]" : Encoding.UTF8.GetString(bytes);

    private void Hear(string word) => _events.Writer.TryWrite(word);
}
