namespace Sluice.Transport.Crypto.KeyExchange;

/// <summary>
/// Arithmetic on several 16-bit coefficients side by side, so that one text of an algorithm serves each vector width. No
/// operation takes longer for some values than for others.
/// </summary>
internal interface ICoefficientLanes<TVector>
    where TVector : struct
{
    /// <summary>Coefficients in a vector: a power of two, at most 32.</summary>
    static abstract int Count { get; }

    static abstract TVector Load(ref readonly short source);

    static abstract void Store(TVector value, ref short destination);

    /// <summary>The same coefficient in every lane.</summary>
    static abstract TVector Create(short value);

    static abstract TVector Add(TVector left, TVector right);

    static abstract TVector Subtract(TVector left, TVector right);

    /// <summary>The low 16 bits of each product.</summary>
    static abstract TVector MultiplyLow(TVector left, TVector right);

    /// <summary>The high 16 bits of each signed product of 32 bits.</summary>
    static abstract TVector MultiplyHigh(TVector left, TVector right);

    static abstract TVector And(TVector left, TVector right);

    /// <summary>All ones where left is greater, else zero.</summary>
    static abstract TVector GreaterThan(TVector left, TVector right);

    /// <summary>For each bit, left where the mask is one, else right.</summary>
    static abstract TVector Select(TVector mask, TVector left, TVector right);
}
