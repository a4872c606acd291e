using Sluice.Transport.Packets;
using Sluice.Transport.Wire;
using Sluice.Transport.Wire.Messages;

namespace Sluice.Transport;

/// <summary>The connection protocol (RFC 4254): finds the channel and tells its observer.</summary>
public sealed partial class SshConnection
{
    private void OnConnectionMessage(MessageNumber number, in OpenedPacket packet)
    {
        var payload = packet.Payload;
        switch (number)
        {
            case MessageNumber.GlobalRequest:
                // Nothing global is offered; keepalives want just any answer.
                if (!GlobalRequestMessage.TryParse(payload, out var request)) Violate("The global request is malformed.");
                else if (request.WantsReply) _outbound.Send(new BareMessage(MessageNumber.RequestFailure));
                return;
            case MessageNumber.RequestSuccess or MessageNumber.RequestFailure:
                return;
            case MessageNumber.ChannelOpen:
                OnChannelOpen(payload);
                return;
            case >= MessageNumber.ChannelOpenConfirmation and <= MessageNumber.ChannelFailure:
                OnChannelMessage(number, packet);
                return;
            case MessageNumber.UserAuthRequest when _settings.IsServer:
                // RFC 4252 section 5.1: requests after success are ignored.
                return;
            case MessageNumber.Pong:
                return;
            case > MessageNumber.ChannelFailure:
                _outbound.Send(new UnimplementedMessage(packet.Sequence));
                return;
            default:
                Violate($"Message {payload[0]} is not allowed after authentication.");
                return;
        }
    }

    private void OnChannelOpen(ReadOnlySpan<byte> payload)
    {
        if (!ChannelOpenMessage.TryParse(payload, out var open))
        {
            Violate("The channel open is malformed.");
            return;
        }
        var (sender, window, maxPacket) = (open.Sender, open.Window, open.MaxPacket);
        if (!_settings.IsServer || !open.Type.SequenceEqual("session"u8))
        {
            _outbound.Send(new ChannelOpenFailureMessage(sender, ChannelOpenFailureMessage.AdministrativelyProhibited, "Only session channels are offered."));
            return;
        }
        if (maxPacket == 0)
        {
            Violate("A channel must take packets of at least one byte.");
            return;
        }
        var channel = _channels.Add(_settings.MaxSessions, number => new SshChannel(this, _outbound, number, _settings.InitialWindow, PacketLimits.MaxData));
        if (channel is null)
        {
            _outbound.Send(new ChannelOpenFailureMessage(sender, ChannelOpenFailureMessage.ResourceShortage, "Too many sessions on this connection."));
            return;
        }
        channel.Open(sender, window, maxPacket);
        _outbound.Send(new ChannelOpenConfirmationMessage(sender, channel.LocalNumber, _settings.InitialWindow, PacketLimits.MaxData));
        channel.Observer = _observer!.OnSessionOpened(this, channel);
    }

    private void OnChannelMessage(MessageNumber number, in OpenedPacket packet)
    {
        var payload = packet.Payload;
        var reader = new WireReader(payload[1..]);
        var channel = _channels.Find(reader.ReadUInt32());
        if (reader.Failed || channel is null || channel.CloseReceived)
        {
            Violate("A message names a channel that is not open.");
            return;
        }
        if (!channel.IsOpen)
        {
            OnOpenReply(channel, number, payload);
            return;
        }
        switch (number)
        {
            case MessageNumber.ChannelPlainData or MessageNumber.ChannelExtendedData:
                if (!ChannelDataMessage.TryParse(payload, out var data)) Violate("The channel data is malformed.");
                else if (channel.EofReceived) Violate("Channel data came after EOF.");
                else if (!channel.TryConsume(data.Data.Length)) Violate("Channel data exceeds its window or packet size.");
                else channel.Observer.OnData(channel, new ChannelData(packet.Frame, payload[^data.Data.Length..], data.ExtendedType));
                return;
            case MessageNumber.ChannelWindowAdjust:
                if (!ChannelWindowAdjustMessage.TryParse(payload, out var adjust)) Violate("The window adjust is malformed.");
                else if (!channel.TryWiden(adjust.Bytes)) Violate("A channel window exceeds 2^32-1.");
                else channel.Observer.OnWindowAdjusted(channel, adjust.Bytes);
                return;
            case MessageNumber.ChannelSpecificRequest:
                if (!ChannelRequestMessage.TryParse(payload, out var request)) Violate("The channel request is malformed.");
                else channel.Observer.OnRequest(channel, new ChannelRequest(request.Type, request.WantsReply, request.Data));
                return;
            case MessageNumber.ChannelSuccess or MessageNumber.ChannelFailure:
                channel.Observer.OnRequestReply(channel, number == MessageNumber.ChannelSuccess);
                return;
            case MessageNumber.ChannelEof:
                if (channel.EofReceived) Violate("EOF came twice.");
                channel.EofReceived = true;
                channel.Observer.OnEof(channel);
                return;
            case MessageNumber.ChannelClose:
                OnClose(channel);
                return;
            default:
                Violate("A channel was confirmed twice.");
                return;
        }
    }

    private void OnClose(SshChannel channel)
    {
        channel.MarkCloseReceived();
        var ours = channel.IsCloseSent;
        channel.Observer.OnClosed(channel);
        if (ours) EndChannel(channel, null);
    }

    private void OnOpenReply(SshChannel channel, MessageNumber number, ReadOnlySpan<byte> payload)
    {
        if (number == MessageNumber.ChannelOpenConfirmation && ChannelOpenConfirmationMessage.TryParse(payload, out var confirmation) && confirmation.MaxPacket > 0)
        {
            channel.Open(confirmation.Sender, confirmation.Window, confirmation.MaxPacket);
            channel.Observer.OnOpened(channel);
        }
        else if (number == MessageNumber.ChannelOpenFailure)
        {
            var failure = ChannelOpenFailureMessage.Parse(payload);
            _channels.Remove(channel);
            if (channel.TryEnd()) channel.Observer.OnOpenRefused(channel, failure.Reason, failure.Description);
        }
        else
        {
            Violate("A message names a channel that is not open.");
        }
    }
}
