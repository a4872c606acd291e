namespace Sluice.Transport.Crypto.KeyExchange;

/// <summary>Comparisons of several 32-bit sorting keys side by side, in a time that the keys have no part in.</summary>
internal interface IKeyLanes<TVector>
    where TVector : struct
{
    /// <summary>Keys in a vector: a power of two, at most 16.</summary>
    static abstract int Count { get; }

    static abstract TVector Load(ref readonly uint source);

    static abstract void Store(TVector value, ref uint destination);

    /// <summary>The same word in every lane.</summary>
    static abstract TVector Create(uint value);

    static abstract TVector Min(TVector left, TVector right);

    static abstract TVector Max(TVector left, TVector right);

    static abstract TVector Xor(TVector left, TVector right);

    /// <summary>All ones in the lanes whose number has that bit, else zero.</summary>
    static abstract TVector LanesWith(int bit);

    /// <summary>Sorts each pair of lanes whose numbers differ in that bit alone.</summary>
    static abstract TVector SortLanes(TVector value, int bit);
}
