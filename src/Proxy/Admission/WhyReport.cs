using System.Net;

using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;

namespace Sluice.Proxy.Admission;

/// <summary>What holds for an address now, as <c>sluice why</c> shows it. Times are in seconds.</summary>
internal sealed record WhyReport
{
    /// <summary>The address that was asked about.</summary>
    public required string Address { get; init; }

    /// <summary>The network that it is counted with.</summary>
    public required string Source { get; init; }

    /// <summary>What would become of a connection now, in a sentence.</summary>
    public required string Verdict { get; init; }

    /// <summary>True if it would be dropped for certain.</summary>
    public required bool IsDropped { get; init; }

    /// <summary>True if it is in PerSourcePenaltyExemptList.</summary>
    public required bool IsExempt { get; init; }

    /// <summary>True if a user has been let in from there lately.</summary>
    public required bool IsKnown { get; init; }

    /// <summary>Unauthenticated connections from there.</summary>
    public required int Startups { get; init; }

    /// <summary>How many of those there may be; null without limit.</summary>
    public required int? PerSourceMaxStartups { get; init; }

    /// <summary>Key exchanges from there that wait for their turn.</summary>
    public required int Queued { get; init; }

    /// <summary>Penalty that has come together and is left.</summary>
    public required double Penalty { get; init; }

    /// <summary>What has to come together before a source is kept out.</summary>
    public required double PenaltyMin { get; init; }

    /// <summary>True if penalties are on, and whether they are only tried out.</summary>
    public required string Penalties { get; init; }

    /// <summary>The last thing from there that has a penalty; empty if there was none.</summary>
    public required string LastPenalty { get; init; }

    /// <summary>Connections from there that were dropped lately, by reason.</summary>
    public required IReadOnlyDictionary<string, int> Drops { get; init; }

    /// <summary>How long ago the last one was; null if none was.</summary>
    public required double? LastDrop { get; init; }

    /// <summary>How it stands with MaxStartups.</summary>
    public required WhyStartups MaxStartups { get; init; }

    /// <summary>How it stands with key exchanges.</summary>
    public required WhyExchanges KeyExchanges { get; init; }

    /// <summary>Makes the report; the caller holds the gate's lock.</summary>
    public static WhyReport Create(
        IPAddress address, SourceBlock block, Source? source, bool isExempt, Startups startups, ExchangeQueue queue, AdmissionModel model, long now)
    {
        var isKnown = source?.IsKnown(now) == true;
        var verdict = Judge(source, isExempt, isKnown, startups, model, now);
        return new WhyReport
        {
            Address = address.ToString(),
            Source = block.ToString(),
            Verdict = verdict.Sentence,
            IsDropped = verdict.IsDropped,
            IsExempt = isExempt,
            IsKnown = isKnown,
            Startups = source?.Startups ?? 0,
            PerSourceMaxStartups = model.PerSourceMaxStartups == int.MaxValue ? null : model.PerSourceMaxStartups,
            Queued = source is null ? 0 : queue.QueuedOf(source),
            Penalty = Seconds(source?.PenaltyLeft(now) ?? 0),
            PenaltyMin = model.Penalties.Min.TotalSeconds,
            Penalties = model.Penalties switch { { IsEnabled: false } => "off", { IsDryRun: true } => "dry run", _ => "on" },
            LastPenalty = source?.LastPenalty.Phrase() ?? "",
            Drops = Enum.GetValues<DropReason>().Where(reason => source?.Drops(reason) > 0).ToDictionary(reason => reason.ToString(), reason => source!.Drops(reason)),
            LastDrop = source?.LastDrop is { } last ? Seconds(now - last) : null,
            MaxStartups = new WhyStartups(model.MaxStartups.ToString(), startups.Strangers, startups.Known, startups.AtGate, startups.Chance(model.MaxStartups)),
            KeyExchanges = new WhyExchanges(model.MaxKeyExchanges, queue.Computing, queue.Queued),
        };
    }

    private static double Seconds(long milliseconds) => Math.Round(milliseconds / 1000.0, 1);

    private static (string Sentence, bool IsDropped) Judge(Source? source, bool isExempt, bool isKnown, Startups startups, AdmissionModel model, long now)
    {
        var penalties = model.Penalties;
        if (penalties.IsEnabled && !isExempt && source?.IsKeptOut(now) == true)
        {
            var left = FormattableString.Invariant($"{Seconds(source.PenaltyLeft(now))} s are left");
            return penalties.IsDryRun
                ? ($"It would be dropped ({source.LastPenalty.Phrase()}; {left}), but PerSourcePenalties is a dry run: it is let in.", false)
                : ($"It is dropped ({source.LastPenalty.Phrase()}; {left}). PerSourcePenaltyExemptList exempts an address.", true);
        }
        if ((isKnown ? startups.Known : startups.Strangers) >= model.MaxStartups.Full)
            return ("It is dropped: as many connections as MaxStartups allows are unauthenticated.", true);
        if (source?.Startups >= model.PerSourceMaxStartups)
            return ("It is dropped: as many connections from there as PerSourceMaxStartups allows are unauthenticated.", true);
        if (!isKnown && startups.Chance(model.MaxStartups) is > 0 and var chance)
            return (FormattableString.Invariant($"It is dropped with a chance of {chance} in 100: so many connections are unauthenticated that MaxStartups throttles."), false);
        return ("It is let in.", false);
    }
}

/// <summary>How it stands with MaxStartups.</summary>
/// <param name="Limit">start:rate:full.</param>
/// <param name="Strangers">Unauthenticated connections of sources that have not logged in lately.</param>
/// <param name="Known">Those of sources that have; only full limits them.</param>
/// <param name="AtGate">Connections that wait for a PROXY header.</param>
/// <param name="DropPercent">How many strangers in a hundred are dropped.</param>
internal sealed record WhyStartups(string Limit, int Strangers, int Known, int AtGate, int DropPercent);

/// <summary>How it stands with key exchanges.</summary>
/// <param name="Limit">How many are computed at a time.</param>
/// <param name="Computing">How many are.</param>
/// <param name="Queued">How many wait for their turn.</param>
internal sealed record WhyExchanges(int Limit, int Computing, int Queued);
