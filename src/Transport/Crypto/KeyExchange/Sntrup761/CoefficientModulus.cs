using System.Runtime.CompilerServices;

namespace Sluice.Transport.Crypto.KeyExchange;

/// <summary>
/// An odd modulus q and the reductions of 16-bit coefficients by it. A value is frozen when it lies between -(q-1)/2 and
/// (q-1)/2. Multiplication is Montgomery's with 2^16: it gives a * b / 2^16. Nothing here divides or branches on a value.
/// </summary>
internal readonly struct CoefficientModulus
{
    /// <summary>The field of the small polynomials.</summary>
    public static readonly CoefficientModulus Three = new(3);

    /// <summary>The field of the public key, q.</summary>
    public static readonly CoefficientModulus Q = new(Sntrup761.Q);

    private CoefficientModulus(short value)
    {
        Value = value;
        Half = (short)(value / 2);
        Quotient = (short)(65536 / value);
        // Newton's iteration doubles the number of right bits, and an odd number is its own inverse modulo 8.
        var inverse = (int)value;
        for (var bits = 3; bits < 16; bits *= 2) inverse *= 2 - value * inverse;
        Inverse = (short)inverse;
        WideQuotient = (1 << 20) / value;
        MontgomeryOne = Freeze((short)(65536 % value));
        MontgomerySquare = Freeze((short)(MontgomeryOne * MontgomeryOne % value));
    }

    public short Value { get; }

    /// <summary>(q-1)/2, the largest frozen value.</summary>
    public short Half { get; }

    /// <summary>2^16/q, rounded down.</summary>
    public short Quotient { get; }

    /// <summary>2^20/q, rounded down.</summary>
    private int WideQuotient { get; }

    /// <summary>1/q modulo 2^16.</summary>
    public short Inverse { get; }

    /// <summary>2^16 modulo q: one, in Montgomery's form.</summary>
    public short MontgomeryOne { get; }

    /// <summary>2^32 modulo q: multiplying by it brings a value into Montgomery's form.</summary>
    public short MontgomerySquare { get; }

    /// <summary>The frozen value congruent to any 16-bit one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public short Freeze(short value) => FreezeLanes<SingleLane, short>(value);

    /// <summary>The frozen value congruent to a sum of 761 products of a frozen value and -1, 0 or 1.</summary>
    public short FreezeSum(int sum) => Freeze((short)(sum - Value * (sum * WideQuotient >> 20)));

    /// <summary>a * b / 2^16, at most |a * b| / 2^16 + q / 2 + 1 in magnitude.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public short Multiply(short a, short b) => MultiplyLanes<SingleLane, short>(a, b, (short)(b * Inverse));

    /// <summary>For a in Montgomery's form, 1/a in Montgomery's form, by Fermat's little theorem; zero for zero.</summary>
    public short Invert(short a)
    {
        var power = MontgomeryOne;
        var exponent = Value - 2;
        for (var bit = 1 << 12; bit > 0; bit >>= 1)
        {
            power = Multiply(power, power);
            if ((exponent & bit) != 0) power = Multiply(power, a);
        }
        return power;
    }

    /// <summary>A congruent value between -q/7 and 8q/7, so within 5247 in magnitude.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector ReduceLanes<TLanes, TVector>(TVector value)
        where TLanes : ICoefficientLanes<TVector>
        where TVector : struct =>
        TLanes.Subtract(value, TLanes.MultiplyLow(TLanes.MultiplyHigh(value, TLanes.Create(Quotient)), TLanes.Create(Value)));

    /// <inheritdoc cref="Freeze"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector FreezeLanes<TLanes, TVector>(TVector value)
        where TLanes : ICoefficientLanes<TVector>
        where TVector : struct
    {
        var reduced = ReduceLanes<TLanes, TVector>(value);
        return TLanes.Subtract(reduced, TLanes.And(TLanes.GreaterThan(reduced, TLanes.Create(Half)), TLanes.Create(Value)));
    }

    /// <summary><see cref="Multiply"/>, given also b/q modulo 2^16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector MultiplyLanes<TLanes, TVector>(TVector a, TVector b, TVector bInverse)
        where TLanes : ICoefficientLanes<TVector>
        where TVector : struct =>
        TLanes.Subtract(
            TLanes.MultiplyHigh(a, b), TLanes.MultiplyHigh(TLanes.MultiplyLow(a, bInverse), TLanes.Create(Value)));
}
