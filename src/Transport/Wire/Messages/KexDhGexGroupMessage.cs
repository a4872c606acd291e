namespace Sluice.Transport.Wire.Messages;

/// <summary>
/// RFC 4419 section 3.
/// <code>
/// byte    SSH_MSG_KEX_DH_GEX_GROUP
/// mpint   p, the safe prime
/// mpint   g, the generator
/// </code>
/// Both numbers are big-endian without leading zeros.
/// </summary>
internal readonly ref struct KexDhGexGroupMessage(ReadOnlySpan<byte> prime, ReadOnlySpan<byte> generator) : IMessage
{
    private readonly ReadOnlySpan<byte> _prime = prime;
    private readonly ReadOnlySpan<byte> _generator = generator;

    public MessageNumber Number => MessageNumber.KexDhGexGroup;

    public ReadOnlySpan<byte> Prime => _prime;

    public ReadOnlySpan<byte> Generator => _generator;

    public int MaxLength => 1 + (2 * (4 + 1)) + _prime.Length + _generator.Length;

    public void Write(ref WireWriter writer)
    {
        writer.WriteMpint(_prime);
        writer.WriteMpint(_generator);
    }

    public static bool TryParse(ReadOnlySpan<byte> payload, out KexDhGexGroupMessage message)
    {
        var reader = new WireReader(payload[1..]);
        message = new(reader.ReadMpint(), reader.ReadMpint());
        return reader.IsComplete;
    }
}
