using Sluice.Transport;
using Sluice.Transport.Buffers;
using Sluice.Transport.Handshake;
using Sluice.Transport.Packets;
using Sluice.Transport.Wire;
using Sluice.Transport.Wire.Messages;

namespace Sluice.Microbenchmarks;

/// <summary>One side of a handshake in memory: packets, key exchange, what a role adds. The blocks stand for the socket.</summary>
internal abstract class HandshakeParty(Block inbox, Block outbox) : IDisposable
{
    private readonly PacketReader _reader = new();
    private readonly PacketWriter _writer = new();
    private bool _hasIdentification;

    /// <summary>True once the login is done.</summary>
    public bool IsDone { get; protected set; }

    protected KeyExchangeMachine? Machine { get; private set; }

    protected byte[] SessionId => Machine!.Hash!;

    protected abstract bool IsServer { get; }

    protected abstract string OwnIdentification { get; }

    /// <summary>Sends the identification line.</summary>
    public void Begin()
    {
        outbox.Tail += System.Text.Encoding.ASCII.GetBytes(OwnIdentification + "\r\n", outbox.Free);
    }

    /// <summary>Takes everything that is there.</summary>
    public void Turn()
    {
        if (!_hasIdentification)
        {
            if (Identification.TryRead(inbox.Used, !IsServer, out var other, out var consumed) != Identification.Outcome.Done) return;
            inbox.Head += consumed;
            _hasIdentification = true;
            Machine = new KeyExchangeMachine(CreateSide(other), null);
            Send(new PayloadMessage(Machine.OwnInitPayload));
        }
        while (_reader.TryOpen(inbox, out var packet) == OpenResult.Packet) Take(packet.Payload);
        inbox.Compact();
    }

    public void Dispose()
    {
        Machine?.Dispose();
        _reader.Dispose();
        _writer.Dispose();
    }

    protected abstract HandshakeSide CreateSide(string other);

    /// <summary>Takes a message of the login.</summary>
    protected abstract void OnLoginMessage(MessageNumber number, ReadOnlySpan<byte> payload);

    /// <summary>The peer's NEWKEYS came.</summary>
    protected virtual void OnNewKeys()
    {
    }

    protected void Send<T>(in T message)
        where T : IMessage, allows ref struct => outbox.Tail += _writer.Write(message, outbox.Free);

    protected static InvalidOperationException Failed(string what) => new($"The handshake failed: {what}");

    private void Take(ReadOnlySpan<byte> payload)
    {
        switch ((MessageNumber)payload[0])
        {
            case MessageNumber.KexInit:
                Perform(Machine!.OnKexInit(payload));
                break;
            case >= (MessageNumber)30 and < (MessageNumber)50:
                Perform(Machine!.OnMessage(payload));
                break;
            case MessageNumber.NewKeys:
                _reader.ChangeKeys(Machine!.CreateOpener(), Machine.IsStrict);
                OnNewKeys();
                break;
            default:
                OnLoginMessage((MessageNumber)payload[0], payload);
                break;
        }
    }

    private void Perform(KexStep step)
    {
        if (step.Action == KexAction.Fail) throw Failed(step.End!.Detail);
        if (step.Message is not null) Send(new PayloadMessage(step.Message));
        if (step.Action != KexAction.SendNewKeys) return;
        Send(new BareMessage(MessageNumber.NewKeys));
        _writer.ChangeKeys(Machine!.CreateSealer(), Machine.IsStrict);
    }
}
