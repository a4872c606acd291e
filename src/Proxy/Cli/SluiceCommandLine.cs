using System.CommandLine;

using Sluice.Proxy.Options;

namespace Sluice.Proxy.Cli;

/// <summary>The commands of <c>sluice</c> and their options.</summary>
internal static class SluiceCommandLine
{
    /// <summary>Signals are the host's, which drains; the parser's own handling would end the process after two seconds.</summary>
    public static InvocationConfiguration Invocation { get; } = new() { ProcessTerminationTimeout = null };

    /// <summary>The root with its commands; without a command it is <c>run</c>.</summary>
    public static RootCommand Create()
    {
        var root = new RootCommand("An SSH reverse proxy for Git and Mercurial hosting.");
        var config = Config();
        var format = LogFormatOption();
        root.Options.Add(config);
        root.Options.Add(format);
        root.SetAction((arguments, cancellation) => RunCommand.RunAsync(arguments.GetRequiredValue(config), arguments.GetValue(format), gameDays: false, arguments.InvocationConfiguration.Error, cancellation));
        root.Subcommands.Add(Run());
        root.Subcommands.Add(Check());
        root.Subcommands.Add(Keys());
        root.Subcommands.Add(WhyCommand.Create());
        root.Subcommands.Add(SessionsCommand.Create());
        root.Subcommands.Add(KillCommand.Create());
        root.Subcommands.Add(BackendsCommand.Create());
        root.Subcommands.Add(MemoryCommand.Create());
        root.Subcommands.Add(DrainCommand.Create());
        root.Subcommands.Add(UpgradeCommand.Create());
        root.Subcommands.Add(GameDayCommand.Create());
        root.Subcommands.Add(Demo());
        root.Subcommands.Add(ExplainCommand.Create());
        root.Subcommands.Add(EventsCommand.Create());
        root.Subcommands.Add(Version());
        return root;
    }

    private static Command Run()
    {
        var config = Config();
        var format = LogFormatOption();
        var gameDays = new Option<bool>("--gamedays") { Description = "Let operators make things fail on purpose, by sluice gameday." };
        var command = new Command("run", "Serve clients until told to stop (the default command).") { config, format, gameDays };
        command.SetAction((arguments, cancellation) => RunCommand.RunAsync(arguments.GetRequiredValue(config), arguments.GetValue(format), arguments.GetValue(gameDays), arguments.InvocationConfiguration.Error, cancellation));
        return command;
    }

    private static Command Check()
    {
        var config = Config();
        var probe = new Option<bool>("--probe") { Description = "Also connect to each backend, log in, and see what arrives there." };
        var command = new Command("check", "Say everything that is wrong with a configuration; exit code 1 if anything is.") { config, probe };
        command.SetAction((arguments, cancellation) => arguments.GetValue(probe)
            ? ProbeCommand.RunAsync(arguments.GetRequiredValue(config), arguments.InvocationConfiguration.Output, cancellation)
            : Task.FromResult(CheckCommand.Run(arguments.GetRequiredValue(config), arguments.InvocationConfiguration.Output)));
        return command;
    }

    private static Command Keys()
    {
        var (migrated, flushed) = (Config(), Config());
        migrated.Required = false;
        var print = new Option<bool>("--print") { Description = "Print the SQL for a database that has none of it yet, and change nothing." };
        var migrate = new Command("migrate", "Bring the schema of the database of keys to this version's.") { migrated, print };
        migrate.Validators.Add(result =>
        {
            if (!result.GetValue(print) && result.GetValue(migrated) is null) result.AddError("Expected --config FILE, or --print.");
        });
        migrate.SetAction((arguments, cancellation) => arguments.GetValue(print)
            ? Task.FromResult(KeysCommand.Print(arguments.InvocationConfiguration.Output))
            : KeysCommand.MigrateAsync(arguments.GetValue(migrated)!, arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error, cancellation));
        var flush = new Command("flush", "Have the running proxy forget what it keeps of keys that are elsewhere.") { flushed };
        flush.SetAction((arguments, cancellation) =>
            KeysCommand.FlushAsync(arguments.GetRequiredValue(flushed), arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error, cancellation));
        return new Command("keys", "What there is to do about users' keys in a database or behind an endpoint.") { migrate, flush };
    }

    private static Command Demo()
    {
        var once = new Option<bool>("--once") { Description = "Clone once, check what came, and end." };
        var state = new Option<string?>("--state") { Description = "Keep keys and the sample repository in this folder.", HelpName = "DIR" };
        var port = new Option<int>("--port") { Description = "Listen on this port of 127.0.0.1; 0 takes a free one.", HelpName = "N", DefaultValueFactory = _ => 2222 };
        port.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 65535) result.AddError("--port takes a number from 0 to 65535.");
        });
        var command = new Command("demo", "Start a git server, the proxy in front of it, and clone through both.") { once, state, port };
        command.SetAction((arguments, cancellation) =>
            DemoRunner.RunAsync(arguments.GetValue(once), arguments.GetValue(state), arguments.GetValue(port), cancellation));
        return command;
    }

    private static Command Version()
    {
        var command = new Command("version", "Print the version.");
        command.SetAction(arguments => arguments.InvocationConfiguration.Output.WriteLine(Observability.BuildVersion.Text));
        return command;
    }

    /// <summary>The option of a command that prints the answer as the proxy gave it.</summary>
    public static Option<bool> Json() => new("--json") { Description = "Print the proxy's answer as JSON." };

    /// <summary>The option of a command that asks the running proxy.</summary>
    public static Option<string> Config() => new("--config", "-c") { Description = "The configuration file.", HelpName = "FILE", Required = true };

    private static Option<LogFormat?> LogFormatOption()
    {
        var option = new Option<LogFormat?>("--log-format") { Description = "The form of log lines; without it the configuration says.", HelpName = "text|json" };
        option.CustomParser = result =>
        {
            if (LogWords.TryParseFormat(result.Tokens[0].Value, out var format)) return format;
            result.AddError("--log-format takes text or json.");
            return null;
        };
        return option;
    }
}
