using System.CommandLine;

using Sluice.Profile.Collecting;
using Sluice.Profile.Reports;

namespace Sluice.Profile.Commands;

/// <summary><c>tools/profile/counters</c>: what dotnet-counters shows, printed.</summary>
internal static class CountersCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var processId = new Option<int>("--pid") { Description = "A running sluice.", Required = true };
        var seconds = new Option<double>("--seconds") { Description = "How long to watch.", DefaultValueFactory = _ => 5 };
        var command = new Command("counters", "Prints the meters System.Runtime and Sluice of a running sluice: the value in the end, and the change a second.") { processId, seconds };
        command.SetAction(async (arguments, interrupted) =>
        {
            await using var watch = await CounterWatch.StartAsync(arguments.GetValue(processId));
            await Task.Delay(TimeSpan.FromSeconds(Math.Clamp(arguments.GetValue(seconds), 3, 3600)), interrupted);
            foreach (var series in watch.Readings.GroupBy(reading => (reading.Instrument, reading.Tags)).OrderBy(series => series.Key.Instrument, StringComparer.Ordinal).ThenBy(series => series.Key.Tags, StringComparer.Ordinal))
            {
                var (first, last) = (series.First(), series.Last());
                if (last.Value == 0 && first.Value == 0) continue;
                var rate = last.Seconds > first.Seconds ? (last.Value - first.Value) / (last.Seconds - first.Seconds) : 0;
                var name = series.Key.Tags.Length > 0 ? $"{series.Key.Instrument} {{{series.Key.Tags}}}" : series.Key.Instrument;
                Console.WriteLine($"{name,-78} {CounterCharts.Number(last.Value),18} {(rate == 0 ? "" : $"{CounterCharts.Number(rate)}/s"),16}");
            }
            return 0;
        });
        return command;
    }
}
