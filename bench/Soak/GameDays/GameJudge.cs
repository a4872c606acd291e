using System.Globalization;

namespace Sluice.Soak.GameDays;

/// <summary>Collects what was not as expected.</summary>
internal sealed class GameJudge
{
    private readonly List<string> _faults = [];
    private readonly List<string> _seen = [];
    private long _lost;

    /// <summary>Writes down what was seen.</summary>
    public void See(FormattableString seen) => _seen.Add(seen.ToString(CultureInfo.InvariantCulture));

    /// <summary>Writes down what must hold; the sentence is what to say if it does not.</summary>
    public void Must(bool holds, FormattableString otherwise)
    {
        if (!holds) _faults.Add(otherwise.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>All of them must have succeeded, and have every byte.</summary>
    public void AllGood(string who, IReadOnlyCollection<Transfer> transfers)
    {
        Count(who, transfers);
        foreach (var bad in transfers.Where(transfer => !transfer.IsGood).Take(2)) _faults.Add($"a {bad.What} failed: {Brief(bad)}");
    }

    /// <summary>They may have failed, each with one sentence of ours and git's own exit status, and what succeeded has every byte.</summary>
    public void ToldOnce(string who, IReadOnlyCollection<Transfer> transfers)
    {
        Count(who, transfers);
        // That one waits is told as well, and is no reason.
        var wrong = transfers.Where(transfer => !transfer.IsGood && transfer.Told.Count is 0 or > 2).ToList();
        foreach (var bad in wrong.Take(2)) _faults.Add($"a {bad.What} failed without one sentence: {Brief(bad)}");
    }

    /// <summary>What succeeded has every byte; nothing is said of the others.</summary>
    public void Count(string who, IReadOnlyCollection<Transfer> transfers)
    {
        _lost += transfers.Sum(transfer => transfer.LostBytes);
        var bad = transfers.Count(transfer => !transfer.IsGood);
        See($"{who}: {transfers.Count}, failed {bad}, longest {(transfers.Count > 0 ? transfers.Max(transfer => transfer.Result.Duration.TotalSeconds) : 0):0.0} s");
    }

    /// <summary>The result.</summary>
    public GameResult Result(TimeSpan? recovery = null) => new(string.Join("; ", _seen), _faults, _lost, recovery);

    /// <summary>The result of what had to be served again within a time.</summary>
    public GameResult Recovered(TimeSpan? recovery, TimeSpan within)
    {
        Must(recovery is { } took && took <= within, $"a request was served {(recovery is { } late ? $"only {late.TotalSeconds:0.0} s" : "not even a minute")} after");
        return Result(recovery);
    }

    private static string Brief(Transfer transfer)
    {
        var text = transfer.Result.Error.ReplaceLineEndings(" / ").Trim();
        return $"exit status {transfer.Result.ExitCode} after {transfer.Result.Duration.TotalSeconds:0.0} s, '{(text.Length > 300 ? text[..300] : text)}'";
    }
}
