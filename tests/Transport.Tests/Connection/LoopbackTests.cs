using System.Net;

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

using Sluice.Testing;

using Xunit;

namespace Sluice.Transport.Tests.Connection;

/// <summary>Both roles of the transport against each other over a real socket.</summary>
public sealed class LoopbackTests
{
    private const int Total = 4 << 20;

    [Theory]
    [InlineData("chacha20-poly1305@openssh.com")]
    [InlineData("aes256-gcm@openssh.com")]
    [InlineData("aes128-ctr")]
    public async Task An_echo_crosses_many_key_exchanges_and_every_buffer_comes_home(string cipher)
    {
        using var hostKey = SshPrivateKey.GenerateEd25519();
        using var userKey = SshPrivateKey.GenerateEd25519();
        var algorithms = new AlgorithmPreferences { Ciphers = cipher };
        var server = new SshServerOptions { HostKeys = [hostKey], Algorithms = algorithms, RekeyBytes = 256 * 1024, InitialWindow = Total };
        var acceptor = new SshAcceptor(server, new Everybody(), _ => new EchoServer(), NullLoggerFactory.Instance);
        var endPoint = acceptor.Listen(new IPEndPoint(IPAddress.Loopback, 0));
        var client = new SshClientOptions { User = "git", IdentityKey = userKey, HostKeys = [hostKey.PublicKey], Algorithms = algorithms, RekeyBytes = 300 * 1024 };
        var result = await new SshConnector(NullLoggerFactory.Instance).ConnectAsync("127.0.0.1", endPoint.Port, client, new EchoServer(), TestContext.Current.CancellationToken);
        Assert.Null(result.Failure);

        var receiver = new EchoClient();
        result.Connection!.OpenSession(receiver, Total, 32_768);
        var received = await receiver.Done.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);

        Assert.Equal(Total, received.Length);
        Assert.True(received.AsSpan().SequenceEqual(receiver.Sent));
        result.Connection.Close(EndReason.Drained, "Done.");
        await acceptor.DisposeAsync();
        await BufferLedgers.EmptyAsync();
    }

    /// <summary>Whoever is told of an end may err: the others are told all the same, and the memory is home.</summary>
    [Fact]
    public async Task Everybody_hears_of_the_end_once_although_the_log_throws_at_it()
    {
        using var hostKey = SshPrivateKey.GenerateEd25519();
        using var userKey = SshPrivateKey.GenerateEd25519();
        var heard = new Listening();
        var acceptor = new SshAcceptor(new SshServerOptions { HostKeys = [hostKey] }, new Everybody(), _ => heard, new OneLogFactory(new BrokenLog()));
        var endPoint = acceptor.Listen(new IPEndPoint(IPAddress.Loopback, 0));
        var client = new SshClientOptions { User = "git", IdentityKey = userKey, HostKeys = [hostKey.PublicKey] };
        var result = await new SshConnector(NullLoggerFactory.Instance).ConnectAsync("127.0.0.1", endPoint.Port, client, new EchoServer(), TestContext.Current.CancellationToken);
        Assert.Null(result.Failure);
        result.Connection!.OpenSession(new EchoClient(), Total, 32_768);
        await heard.Opened.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        result.Connection.Close(EndReason.Drained, "Done.");
        await heard.Ended.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        await acceptor.DisposeAsync();

        Assert.Equal((1, 1), (heard.ChannelEnds, heard.Ends));
        await BufferLedgers.EmptyAsync();
    }

    private sealed class Listening : Silent, IConnectionObserver
    {
        public TaskCompletionSource Opened { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int ChannelEnds { get; private set; }

        public int Ends { get; private set; }

        public override void OnData(SshChannel channel, in ChannelData data)
        {
        }

        public override void OnEnded(SshChannel channel, End? end)
        {
            ChannelEnds++;
            throw new InvalidOperationException("This observer fails.");
        }

        public IChannelObserver OnSessionOpened(SshConnection connection, SshChannel channel)
        {
            Opened.TrySetResult();
            return this;
        }

        public void OnEnded(SshConnection connection, End end)
        {
            Ends++;
            Ended.TrySetResult();
            throw new InvalidOperationException("This observer fails.");
        }
    }

    /// <summary>Fails at whatever comes at the end of a connection, the mistakes included.</summary>
    private sealed class BrokenLog : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (exception is not null || formatter(state, null).Contains("ended", StringComparison.Ordinal)) throw new InvalidOperationException("The disk is full.");
        }
    }

    private sealed class Everybody : IAuthenticator
    {
        public ValueTask<object?> AuthenticateAsync(PublicKeyAttempt attempt, CancellationToken cancellationToken) => new("somebody");
    }

    private abstract class Silent : IChannelObserver
    {
        public virtual void OnOpened(SshChannel channel)
        {
        }

        public void OnOpenRefused(SshChannel channel, uint reasonCode, string description)
        {
        }

        public abstract void OnData(SshChannel channel, in ChannelData data);

        public void OnWindowAdjusted(SshChannel channel, uint bytes)
        {
        }

        public void OnRequest(SshChannel channel, in ChannelRequest request)
        {
        }

        public void OnRequestReply(SshChannel channel, bool success)
        {
        }

        public void OnEof(SshChannel channel) => channel.SendEof();

        public void OnClosed(SshChannel channel) => channel.SendClose();

        public virtual void OnEnded(SshChannel channel, End? end)
        {
        }

        public void OnDrained(SshChannel channel)
        {
        }
    }

    private sealed class EchoServer : Silent, IConnectionObserver
    {
        public override void OnData(SshChannel channel, in ChannelData data) => channel.Forward(data);

        public IChannelObserver OnSessionOpened(SshConnection connection, SshChannel channel) => this;

        public void OnEnded(SshConnection connection, End end)
        {
        }
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "A memory stream holds nothing that needs disposing.")]
    private sealed class EchoClient : Silent
    {
        private readonly MemoryStream _received = new();

        public byte[] Sent { get; } = new byte[Total];

        public TaskCompletionSource<byte[]> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override void OnOpened(SshChannel channel)
        {
            new Random(7).NextBytes(Sent);
            _ = Task.Run(() =>
            {
                for (var at = 0; at < Total;) at += channel.Send(Sent.AsSpan(at, Math.Min(20_011, Total - at)));
                channel.SendEof();
            });
        }

        public override void OnData(SshChannel channel, in ChannelData data)
        {
            _received.Write(data.Bytes);
            if (_received.Length == Total) channel.SendClose();
        }

        public override void OnEnded(SshChannel channel, End? end)
        {
            if (end is null) Done.TrySetResult(_received.ToArray());
            else Done.TrySetException(new InvalidOperationException(end.ToString()));
        }
    }
}
