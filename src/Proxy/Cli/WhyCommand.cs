using System.CommandLine;
using System.Globalization;

using Sluice.Proxy.Admin;
using Sluice.Proxy.Admission;

namespace Sluice.Proxy.Cli;

/// <summary><c>sluice why ADDRESS</c>: what the running proxy's limits hold for an address now.</summary>
internal static class WhyCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var address = new Argument<string>("ADDRESS") { Description = "A client's address." };
        var config = new Option<string>("--config", "-c") { Description = "The configuration file of the running proxy.", HelpName = "FILE", Required = true };
        var json = new Option<bool>("--json") { Description = "Print the answer as JSON." };
        var command = new Command("why", "Tell what the limits hold for a client's address: what counts, what penalty is left, what was dropped.") { address, config, json };
        command.SetAction((arguments, cancellation) => RunAsync(
            arguments.GetRequiredValue(config), arguments.GetRequiredValue(address), arguments.GetValue(json),
            arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error, cancellation));
        return command;
    }

    /// <summary>Asks and prints; gives the exit code.</summary>
    public static async Task<int> RunAsync(string file, string address, bool asJson, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        using var client = AdminClient.Open(file, errors);
        if (client is null) return 1;
        var path = $"{WhyRoutes.Path}?address={Uri.EscapeDataString(address)}";
        if (asJson)
        {
            if (await client.GetTextAsync(path, cancellationToken) is not { } text) return 1;
            await output.WriteLineAsync(text);
            return 0;
        }
        if (await client.GetAsync<WhyReport>(path, cancellationToken) is not { } report) return 1;
        foreach (var (label, text) in Lines(report)) await output.WriteLineAsync($"{label,-15} {text}");
        return 0;
    }

    private static IEnumerable<(string Label, string Text)> Lines(WhyReport report)
    {
        yield return (report.Address, report.Verdict);
        yield return ("counted with", report.Source);
        yield return ("known", report.IsKnown ? "yes: a user has been let in from there lately" : "no: nobody has been let in from there lately");
        yield return ("exempt", report.IsExempt ? "yes: PerSourcePenaltyExemptList" : "no");
        yield return ("penalty", Penalty(report));
        yield return ("dropped", Drops(report));
        yield return ("startups", $"{report.Startups} unauthenticated connections from there; PerSourceMaxStartups {report.PerSourceMaxStartups?.ToString(CultureInfo.InvariantCulture) ?? "none"}");
        var (all, exchanges) = (report.MaxStartups, report.KeyExchanges);
        yield return ("MaxStartups", $"{all.Limit}: {all.Strangers} of strangers, {all.Known} of known sources, {all.AtGate} without a PROXY header yet; strangers are dropped with a chance of {all.DropPercent} in 100");
        yield return ("key exchanges", $"{exchanges.Computing} of at most {exchanges.Limit} are computed, {exchanges.Queued} wait, {report.Queued} of them from there");
    }

    private static string Penalty(WhyReport report)
    {
        var (left, least) = (report.Penalty.ToString(CultureInfo.InvariantCulture), report.PenaltyMin.ToString(CultureInfo.InvariantCulture));
        var last = report.LastPenalty.Length > 0 ? $", the last one: {report.LastPenalty}" : "";
        return report.Penalties == "off" ? "off" : $"{left} s are left{last}; it keeps out once {least} s have come together{(report.Penalties == "on" ? "" : ", but this is a dry run")}";
    }

    private static string Drops(WhyReport report) => report.LastDrop is not { } last
        ? "nothing lately"
        : $"{string.Join(", ", report.Drops.Select(drop => $"{drop.Key} {drop.Value}"))}; {last.ToString(CultureInfo.InvariantCulture)} s ago";
}
