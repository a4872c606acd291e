using Sluice.Transport.Authentication;
using Sluice.Transport.Channels;
using Sluice.Transport.Diagnostics;
using Sluice.Transport.Packets;
using Sluice.Transport.Wire;
using Sluice.Transport.Wire.Messages;

namespace Sluice.Transport.Connection;

/// <summary>The connection protocol (RFC 4254): finds the channel that a message is for and tells its observer.</summary>
internal sealed class ConnectionProtocol(SshConnection connection, ConnectionSettings settings, ChannelTable channels, Outbound outbound)
{
    /// <summary>Smaller packets cost more around the data than they carry.</summary>
    private const uint MinPeerPacket = 256;

    /// <summary>Requests for host key proofs that are answered; a client asks once, and each costs a signature for each key.</summary>
    private const int MaxProofs = 4;

    private int _proofsGiven;

    /// <summary>Takes a message that the guard lets through.</summary>
    public void OnMessage(MessageNumber number, in OpenedPacket packet)
    {
        switch (number)
        {
            case MessageNumber.GlobalRequest:
                OnGlobalRequest(packet.Payload);
                return;
            case MessageNumber.Ping:
                if (PongMessage.TryAnswer(packet.Payload, out var pong)) outbound.Send(pong);
                else connection.Violate("The PING is malformed.");
                return;
            case MessageNumber.ChannelOpen:
                OnChannelOpen(packet.Payload);
                return;
            case >= MessageNumber.ChannelOpenConfirmation and <= MessageNumber.ChannelFailure:
                OnChannelMessage(number, packet);
                return;
        }
    }

    /// <summary>Only proofs of host keys are offered; keepalives want just any answer.</summary>
    private void OnGlobalRequest(ReadOnlySpan<byte> payload)
    {
        if (!GlobalRequestMessage.TryParse(payload, out var request))
        {
            connection.Violate("The global request is malformed.");
            return;
        }
        if (!request.WantsReply) return;
        var proofs = HostKeyProofs.IsRequest(payload) && _proofsGiven++ < MaxProofs
            ? settings.HostKeyProofs?.Prove(payload, connection.SessionId, connection.HostKeyAlgorithm)
            : null;
        if (proofs is not null) outbound.Send(new PayloadMessage(proofs));
        else outbound.Send(new BareMessage(MessageNumber.RequestFailure));
    }

    private void OnChannelOpen(ReadOnlySpan<byte> payload)
    {
        if (!ChannelOpenMessage.TryParse(payload, out var open))
        {
            connection.Violate("The channel open is malformed.");
            return;
        }
        var (sender, window, maxPacket) = (open.Sender, open.Window, open.MaxPacket);
        if (!settings.IsServer || !open.Type.SequenceEqual("session"u8))
        {
            outbound.Send(new ChannelOpenFailureMessage(sender, ChannelOpenFailureMessage.AdministrativelyProhibited, "Only session channels are offered."));
            return;
        }
        if (maxPacket < MinPeerPacket)
        {
            outbound.Send(new ChannelOpenFailureMessage(sender, ChannelOpenFailureMessage.ResourceShortage, $"A channel must take packets of at least {MinPeerPacket} bytes."));
            return;
        }
        var channel = channels.Add(settings.MaxSessions, number => new SshChannel(connection, outbound, number, settings.InitialWindow, PacketLimits.MaxData));
        if (channel is null)
        {
            outbound.Send(new ChannelOpenFailureMessage(sender, ChannelOpenFailureMessage.ResourceShortage, "Too many sessions on this connection."));
            return;
        }
        channel.Open(sender, window, maxPacket);
        outbound.Send(new ChannelOpenConfirmationMessage(sender, channel.LocalNumber, settings.InitialWindow, PacketLimits.MaxData));
        channel.Observer = connection.OnSessionOpened(channel);
    }

    private void OnChannelMessage(MessageNumber number, in OpenedPacket packet)
    {
        var payload = packet.Payload;
        var reader = new WireReader(payload[1..]);
        var recipient = reader.ReadUInt32();
        var channel = reader.Failed ? null : channels.Find(recipient);
        if (channel is null || channel.CloseReceived)
        {
            connection.Violate("A message names a channel that is not open.");
            return;
        }
        try
        {
            if (channel.IsOpen) OnMessage(channel, number, packet);
            else OnOpenReply(channel, number, payload);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            connection.OnMistake(channel, e);
        }
    }

    private void OnMessage(SshChannel channel, MessageNumber number, in OpenedPacket packet)
    {
        var payload = packet.Payload;
        if (ChannelSignalMessage.Has(number) && !ChannelSignalMessage.IsWellFormed(payload))
        {
            connection.Violate("A channel message is malformed.");
            return;
        }
        switch (number)
        {
            case MessageNumber.ChannelPlainData or MessageNumber.ChannelExtendedData:
                if (!ChannelDataMessage.TryParse(payload, out var data)) connection.Violate("The channel data is malformed.");
                else if (channel.EofReceived) connection.Violate("Channel data came after EOF.");
                else if (!channel.TryConsume(data.Data.Length)) connection.Violate("Channel data exceeds its window or packet size.");
                else if (!data.Data.IsEmpty) channel.Observer.OnData(channel, new ChannelData(packet.Frame, payload[^data.Data.Length..], data.ExtendedType));
                return;
            case MessageNumber.ChannelWindowAdjust:
                if (!ChannelWindowAdjustMessage.TryParse(payload, out var adjust)) connection.Violate("The window adjust is malformed.");
                else if (!channel.TryWiden(adjust.Bytes)) connection.Violate("A channel window exceeds 2^32-1.");
                else channel.Observer.OnWindowAdjusted(channel, adjust.Bytes);
                return;
            case MessageNumber.ChannelSpecificRequest:
                if (!ChannelRequestMessage.TryParse(payload, out var request)) connection.Violate("The channel request is malformed.");
                else channel.Observer.OnRequest(channel, new ChannelRequest(request.Type, request.WantsReply, request.Data));
                return;
            case MessageNumber.ChannelSuccess or MessageNumber.ChannelFailure:
                channel.Observer.OnRequestReply(channel, number == MessageNumber.ChannelSuccess);
                return;
            case MessageNumber.ChannelEof:
                if (channel.EofReceived)
                {
                    connection.Violate("EOF came twice.");
                    return;
                }
                channel.EofReceived = true;
                channel.Observer.OnEof(channel);
                return;
            case MessageNumber.ChannelClose:
                OnClose(channel);
                return;
            default:
                connection.Violate("A channel was confirmed twice.");
                return;
        }
    }

    private void OnClose(SshChannel channel)
    {
        channel.MarkCloseReceived();
        channel.Observer.OnClosed(channel);
        if (channel.MarkCloseHeard()) connection.EndChannel(channel, null);
    }

    private void OnOpenReply(SshChannel channel, MessageNumber number, ReadOnlySpan<byte> payload)
    {
        if (number == MessageNumber.ChannelOpenConfirmation && ChannelOpenConfirmationMessage.TryParse(payload, out var confirmation))
        {
            channel.Open(confirmation.Sender, confirmation.Window, confirmation.MaxPacket);
            if (confirmation.MaxPacket >= MinPeerPacket) channel.Observer.OnOpened(channel);
            else Decline(channel);
        }
        else if (number == MessageNumber.ChannelOpenFailure)
        {
            var failure = ChannelOpenFailureMessage.Parse(payload);
            channels.Remove(channel);
            if (channel.TryEnd()) channel.Observer.OnOpenRefused(channel, failure.Reason, PeerText.Brief(failure.Description));
        }
        else
        {
            connection.Violate("A message names a channel that is not open.");
        }
    }

    /// <summary>
    /// The peer opened a channel that we do not want. To its observer that is a refusal; the peer is told by CLOSE, and the
    /// connection lives on with its other channels.
    /// </summary>
    private static void Decline(SshChannel channel)
    {
        var observer = channel.Abandon();
        channel.SendClose();
        observer.OnOpenRefused(channel, ChannelOpenFailureMessage.ResourceShortage, $"The peer's channel takes packets of less than {MinPeerPacket} bytes.");
    }
}
