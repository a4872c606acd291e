namespace Sluice.Transport.Crypto.KeyExchange;

/// <summary>
/// Divides secret numbers below 2^29 by a public one of at most 2^14 by multiplying with its reciprocal, because a
/// processor's division takes longer for some numbers than for others.
/// </summary>
internal readonly struct PublicDivisor
{
    // With a reciprocal rounded up at bit 43, its error times the number stays below one unit: 2^14 * 2^29 <= 2^43.
    private const int Shift = 43;

    private readonly ulong _reciprocal;

    public PublicDivisor(int value)
    {
        Value = (uint)value;
        _reciprocal = (1UL << Shift) / Value + 1;
    }

    public uint Value { get; }

    public (uint Quotient, uint Remainder) Divide(uint number)
    {
        var quotient = (uint)(number * _reciprocal >> Shift);
        return (quotient, number - quotient * Value);
    }
}
