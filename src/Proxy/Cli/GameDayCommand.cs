using System.CommandLine;
using System.Globalization;

using Sluice.Proxy.Admin;
using Sluice.Proxy.GameDays;

namespace Sluice.Proxy.Cli;

/// <summary><c>sluice gameday</c>: makes things fail on purpose in the running proxy, which must have game days enabled.</summary>
internal static class GameDayCommand
{
    /// <summary>The command with its parts.</summary>
    public static Command Create() => new("gameday", "Make things fail on purpose, for a while, in a proxy that was started with --gamedays.")
    {
        List(), Status(), Run(), Stop(),
    };

    private static Command List()
    {
        var (config, json) = (Config(), Json());
        var command = new Command("list", "Say what can be played, what is done then, and what is to be seen.") { config, json };
        command.SetAction((arguments, cancellation) => ReadAsync(arguments, config, json, GameDayText.WriteScenarios, cancellation));
        return command;
    }

    private static Command Status()
    {
        var (config, json) = (Config(), Json());
        var command = new Command("status", "Say what is being played, and for how long still.") { config, json };
        command.SetAction((arguments, cancellation) => ReadAsync(arguments, config, json, GameDayText.WriteStatus, cancellation));
        return command;
    }

    private static Command Run()
    {
        var config = Config();
        var scenario = new Argument<string>("scenario") { Description = "A name that sluice gameday list shows." };
        var duration = new Option<string?>("--for") { Description = "How long; it ends by itself. Without it 30s.", HelpName = "TIME" };
        var backend = new Option<string?>("--backend") { Description = "The backend that it befalls.", HelpName = "NAME" };
        var by = new Option<string?>("--by") { Description = "How late, or how far, where a scenario has such a thing.", HelpName = "TIME" };
        var command = new Command("run", "Begin a fault and return.") { config, scenario, duration, backend, by };
        command.SetAction((arguments, cancellation) => PostAsync(
            arguments, config, $"{GameDayRoutes.Path}/{Uri.EscapeDataString(arguments.GetRequiredValue(scenario))}",
            new GameDayRequest(arguments.GetValue(duration), arguments.GetValue(backend), arguments.GetValue(by)), cancellation));
        return command;
    }

    private static Command Stop()
    {
        var config = Config();
        var command = new Command("stop", "End the fault now.") { config };
        command.SetAction((arguments, cancellation) => PostAsync(arguments, config, GameDayRoutes.StopPath, null, cancellation));
        return command;
    }

    private static async Task<int> ReadAsync(
        ParseResult arguments, Option<string> config, Option<bool> json, Action<GameDayView, TextWriter> write, CancellationToken cancellationToken)
    {
        var output = arguments.InvocationConfiguration.Output;
        using var client = AdminClient.Open(arguments.GetRequiredValue(config), arguments.InvocationConfiguration.Error);
        if (client is null) return 1;
        if (arguments.GetValue(json))
        {
            if (await client.GetTextAsync(GameDayRoutes.Path, cancellationToken) is not { } text) return 1;
            await output.WriteLineAsync(text);
            return 0;
        }
        if (await client.GetAsync<GameDayView>(GameDayRoutes.Path, cancellationToken) is not { } view) return 1;
        write(view, output);
        return 0;
    }

    private static async Task<int> PostAsync(ParseResult arguments, Option<string> config, string path, GameDayRequest? request, CancellationToken cancellationToken)
    {
        using var client = AdminClient.Open(arguments.GetRequiredValue(config), arguments.InvocationConfiguration.Error);
        if (client is null) return 1;
        using var answer = await client.PostAsync(path, request, cancellationToken);
        if (answer is null || await client.GetAsync<GameDayView>(GameDayRoutes.Path, cancellationToken) is not { } view) return 1;
        GameDayText.WriteStatus(view, arguments.InvocationConfiguration.Output);
        return 0;
    }

    private static Option<string> Config() => new("--config", "-c") { Description = "The configuration file.", HelpName = "FILE", Required = true };

    private static Option<bool> Json() => new("--json") { Description = "As JSON, as the admin endpoint gives it." };

    /// <summary>What is printed.</summary>
    private static class GameDayText
    {
        public static void WriteStatus(GameDayView view, TextWriter output)
        {
            if (view.Running is { } running)
                output.WriteLine(Invariant($"{running.Scenario}{Of(running.Backend)} since {running.Since:0.0} s, for another {running.Left:0.0} s, ordered by {running.Who}."));
            else output.WriteLine("Nothing is being played.");
            if (view.Last is { } last)
                output.WriteLine(Invariant($"Before that: {last.Scenario}{Of(last.Backend)}, which lasted {last.Lasted:0.0} s and ended {last.Ago:0.0} s ago: {last.Why}."));
        }

        public static void WriteScenarios(GameDayView view, TextWriter output)
        {
            foreach (var scenario in view.Scenarios)
            {
                var backend = scenario.NeedsBackend ? " --backend NAME" : "";
                var by = scenario.By is { } seconds ? Invariant($" --by {Short(seconds)}") : "";
                output.WriteLine(Invariant($"{scenario.Name}{backend}{by}  (at most {scenario.Longest:0} s)"));
                output.WriteLine($"    does:    {scenario.Does}");
                output.WriteLine($"    expect:  {scenario.Expects}");
                if (scenario.Missing is { } missing) output.WriteLine($"    not here: {missing}");
            }
        }

        private static string Short(double seconds) => seconds switch
        {
            < 1 => Invariant($"{seconds * 1000:0}ms"),
            >= 86_400 => Invariant($"{seconds / 86_400:0}d"),
            _ => Invariant($"{seconds:0}s"),
        };

        private static string Of(string? backend) => backend is null ? "" : $" of {backend}";

        private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
    }
}
