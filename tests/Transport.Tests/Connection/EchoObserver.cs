using Sluice.Testing.Peers;

namespace Sluice.Transport.Tests.Connection;

/// <summary>The server's side of an echo: sends everything back, then EOF for EOF, and grants what it took.</summary>
internal sealed class EchoObserver : SilentObserver
{
    public override void OnData(SshChannel channel, in ChannelData data)
    {
        var length = data.Bytes.Length;
        channel.Forward(data);
        channel.Grant((uint)length);
    }

    public override void OnEof(SshChannel channel) => channel.SendEof();
}
