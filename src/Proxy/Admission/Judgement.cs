using Sluice.Proxy.Observability;

namespace Sluice.Proxy.Admission;

/// <summary>What was decided about one connection.</summary>
/// <param name="Reason">Why it has to go; null if it may come in.</param>
/// <param name="Startups">Unauthenticated connections that there are.</param>
/// <param name="Penalty">What its source is kept out for.</param>
/// <param name="IsDryRun">True if it may come in only because penalties are tried out.</param>
/// <param name="Calm">MaxStartups' first number, below which throttling is over.</param>
internal readonly record struct Judgement(DropReason? Reason, int Startups, PenaltyKind Penalty = PenaltyKind.None, bool IsDryRun = false, int Calm = 0)
{
    /// <summary>The end of a log line, in sshd's words where it has some.</summary>
    public string Phrase => Reason switch
    {
        null or DropReason.Penalty => Penalty.Phrase(),
        DropReason.MaxStartups => "past Maxstartups",
        DropReason.PerSourceMaxStartups => "past PerSourceMaxStartups",
        _ => "penalty: too many sources are remembered",
    };
}
