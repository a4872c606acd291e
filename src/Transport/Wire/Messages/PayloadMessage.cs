namespace Sluice.Transport.Wire.Messages;

/// <summary>A payload that was written before, number included: KEXINIT, and what waited for a key exchange to end.</summary>
internal readonly ref struct PayloadMessage(ReadOnlySpan<byte> payload) : IMessage
{
    private readonly ReadOnlySpan<byte> _payload = payload;

    public MessageNumber Number => (MessageNumber)_payload[0];

    public int MaxLength => _payload.Length;

    public void Write(ref WireWriter writer) => writer.WriteBytes(_payload[1..]);
}
