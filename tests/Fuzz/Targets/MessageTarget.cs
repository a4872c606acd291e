using System.Text;

using Sluice.Transport.Wire;
using Sluice.Transport.Wire.Messages;

namespace Sluice.Fuzz.Targets;

/// <summary>The payload of one packet, read by the parser that its number asks for.</summary>
internal static class MessageTarget
{
    public static void Run(ReadOnlySpan<byte> payload)
    {
        if (payload.IsEmpty) return;
        switch ((MessageNumber)payload[0])
        {
            case MessageNumber.Disconnect:
                var disconnect = DisconnectMessage.Parse(payload);
                Promise.Keep(DisconnectMessage.Parse(RoundTrip.Write(disconnect)).Description == disconnect.Description, "A reason is written as it was read.");
                break;
            case MessageNumber.ServiceRequest or MessageNumber.ServiceAccept:
                RoundTrip.Exact<ServiceMessage>(payload, ServiceMessage.TryParse);
                break;
            case MessageNumber.ExtInfo:
                if (ExtInfoMessage.TryParse(payload, out var algorithms) && NameList.TryParse(algorithms, out var names))
                    Promise.Keep(names.SequenceEqual(Encoding.ASCII.GetString(algorithms).Split(',', StringSplitOptions.RemoveEmptyEntries)), "A list is its names.");
                break;
            case MessageNumber.KexInit:
                KexInitTarget.CheckMessage(payload);
                break;
            case MessageNumber.KexEcdhInit or MessageNumber.KexDhGexInit:
                RoundTrip.Exact<KexEcdhInitMessage>(payload, KexEcdhInitMessage.TryParse);
                break;
            case MessageNumber.KexEcdhReply or MessageNumber.KexDhGexReply:
                RoundTrip.Exact<KexEcdhReplyMessage>(payload, KexEcdhReplyMessage.TryParse);
                // One number, two messages: which one it is says the method.
                if (payload[0] == (byte)MessageNumber.KexDhGexGroup) RoundTrip.Exact<KexDhGexGroupMessage>(payload, KexDhGexGroupMessage.TryParse);
                break;
            case MessageNumber.KexDhGexRequest:
                RoundTrip.Exact<KexDhGexRequestMessage>(payload, KexDhGexRequestMessage.TryParse);
                break;
            case MessageNumber.UserAuthRequest:
                CheckAuthRequest(payload);
                break;
            case MessageNumber.GlobalRequest:
                RoundTrip.Settled<GlobalRequestMessage>(payload, GlobalRequestMessage.TryParse);
                break;
            case MessageNumber.ChannelOpen:
                RoundTrip.Settled<ChannelOpenMessage>(payload, ChannelOpenMessage.TryParse);
                break;
            case MessageNumber.ChannelOpenConfirmation:
                RoundTrip.Settled<ChannelOpenConfirmationMessage>(payload, ChannelOpenConfirmationMessage.TryParse);
                break;
            case MessageNumber.ChannelOpenFailure:
                var failure = ChannelOpenFailureMessage.Parse(payload);
                Promise.Keep(ChannelOpenFailureMessage.Parse(RoundTrip.Write(failure)).Description == failure.Description, "A refusal is written as it was read.");
                break;
            case MessageNumber.ChannelWindowAdjust:
                RoundTrip.Exact<ChannelWindowAdjustMessage>(payload, ChannelWindowAdjustMessage.TryParse);
                break;
            case MessageNumber.ChannelPlainData or MessageNumber.ChannelExtendedData:
                RoundTrip.Exact<ChannelDataMessage>(payload, ChannelDataMessage.TryParse);
                break;
            case MessageNumber.ChannelSpecificRequest:
                RoundTrip.Settled<ChannelRequestMessage>(payload, ChannelRequestMessage.TryParse);
                if (ChannelRequestMessage.TryParse(payload, out var request)) ChannelRequestTarget.Check(request.Type, request.Data);
                break;
            case MessageNumber.ChannelEof or MessageNumber.ChannelClose or MessageNumber.ChannelSuccess or MessageNumber.ChannelFailure:
                if (ChannelSignalMessage.IsWellFormed(payload)) CheckSignal(payload);
                break;
            case MessageNumber.Ping:
                if (PongMessage.TryAnswer(payload, out var pong)) Promise.Keep(RoundTrip.Write(pong).AsSpan(1).SequenceEqual(payload[1..]), "PONG carries the data of PING.");
                break;
        }
    }

    private static void CheckSignal(ReadOnlySpan<byte> payload)
    {
        var recipient = new WireReader(payload[1..]).ReadUInt32();
        var written = RoundTrip.Write(new ChannelSignalMessage((MessageNumber)payload[0], recipient));
        Promise.Keep(written.AsSpan().SequenceEqual(payload), "A bare channel message is its number and a channel.");
    }

    private static void CheckAuthRequest(ReadOnlySpan<byte> payload)
    {
        if (!UserAuthRequestMessage.TryParse(payload, out var request) || request.Method != "publickey") return;
        Promise.Keep(payload.StartsWith(request.SignedPart), "What is signed is how the request begins.");
        var signature = request.HasSignature ? 4 + request.Signature.Length : 0;
        Promise.Keep(request.SignedPart.Length + signature == payload.Length, "Nothing but the signature is left unsigned.");
        if (request.Service != "ssh-connection" || !request.HasSignature) return;
        var own = UserAuthRequestMessage.WriteSignedPart(request.User, request.Algorithm, request.KeyBlob);
        // The boolean may be any byte but 0 on the wire; we write 1.
        var flag = 1 + 4 + Encoding.UTF8.GetByteCount(request.User) + 4 + "ssh-connection".Length + 4 + "publickey".Length;
        var sent = request.SignedPart.ToArray();
        sent[flag] = 1;
        Promise.Keep(own.AsSpan().SequenceEqual(sent), "A request is written as it was read.");
    }
}
