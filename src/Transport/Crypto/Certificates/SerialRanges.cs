namespace Sluice.Transport.Crypto.Certificates;

/// <summary>Serial numbers of certificates, kept as ranges.</summary>
internal sealed class SerialRanges
{
    private readonly List<(ulong First, ulong Last)> _ranges = [];
    private bool _isSorted = true;

    /// <summary>Adds all from <paramref name="first"/> to <paramref name="last"/>, both inclusive.</summary>
    public void Add(ulong first, ulong last)
    {
        // Lists come in order mostly: neighbours become one range at once.
        if (_ranges is [.., var end] && first == end.Last + 1 && first != 0)
        {
            _ranges[^1] = (end.First, last);
            return;
        }
        _isSorted &= _ranges is not [.., var previous] || previous.Last < first;
        _ranges.Add((first, last));
    }

    /// <summary>Brings the ranges in order; to be called when all are there.</summary>
    public void Complete()
    {
        if (_isSorted) return;
        _ranges.Sort();
        var kept = 0;
        for (var i = 1; i < _ranges.Count; i++)
        {
            if (_ranges[i].First <= _ranges[kept].Last) _ranges[kept] = (_ranges[kept].First, Math.Max(_ranges[kept].Last, _ranges[i].Last));
            else _ranges[++kept] = _ranges[i];
        }
        _ranges.RemoveRange(kept + 1, _ranges.Count - kept - 1);
        _isSorted = true;
    }

    public bool Contains(ulong serial)
    {
        var (low, high) = (0, _ranges.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (serial < _ranges[middle].First) high = middle - 1;
            else if (serial > _ranges[middle].Last) low = middle + 1;
            else return true;
        }
        return false;
    }
}
