using System.CommandLine;
using System.Globalization;
using System.Net.Http.Json;

using Sluice.Proxy.Admin;
using Sluice.Proxy.Hosting;
using Sluice.Proxy.Observability;

namespace Sluice.Proxy.Cli;

/// <summary><c>sluice drain</c>: has the running proxy finish what runs and end, shows how far that is, or takes it back.</summary>
internal static class DrainCommand
{
    private static readonly TimeSpan _beat = TimeSpan.FromSeconds(1);

    /// <summary>The command with its options.</summary>
    public static Command Create()
    {
        var config = new Option<string>("--config", "-c") { Description = "The configuration file of the running proxy.", HelpName = "FILE", Required = true };
        var wait = new Option<bool>("--wait") { Description = "Return when the proxy has ended." };
        var status = new Option<bool>("--status") { Description = "Change nothing: say whether it drains, and who still runs." };
        var abort = new Option<bool>("--abort") { Description = "Take a drain back: clients are accepted again." };
        var json = new Option<bool>("--json") { Description = "Print the JSON as it is." };
        var command = new Command("drain", "Have the running proxy accept nobody new, finish what runs, and end.") { config, wait, status, abort, json };
        command.Validators.Add(result =>
        {
            if ((result.GetValue(wait) ? 1 : 0) + (result.GetValue(status) ? 1 : 0) + (result.GetValue(abort) ? 1 : 0) > 1) result.AddError("Expected one of --wait, --status and --abort.");
        });
        command.SetAction(async (arguments, cancellation) =>
        {
            var (output, errors) = (arguments.InvocationConfiguration.Output, arguments.InvocationConfiguration.Error);
            using var client = AdminClient.Open(arguments.GetRequiredValue(config), errors);
            if (client is null) return 1;
            var isJson = arguments.GetValue(json);
            if (arguments.GetValue(status)) return await ShowAsync(client, isJson, output, cancellation);
            using var answer = await client.PostAsync(arguments.GetValue(abort) ? $"{DrainRoutes.Path}/abort" : DrainRoutes.Path, null, cancellation);
            if (answer is null) return 1;
            if (isJson) await output.WriteLineAsync(await answer.Content.ReadAsStringAsync(cancellation));
            else if (await answer.Content.ReadFromJsonAsync<DrainView>(DrainView.Json, cancellation) is { } view) Print(view, output);
            if (arguments.GetValue(wait)) await WaitAsync(client, output, cancellation);
            return 0;
        });
        return command;
    }

    /// <summary>What a person reads.</summary>
    public static void Print(DrainView view, TextWriter output)
    {
        var state = view.IsDraining
            ? $"Process {view.ProcessId} has drained for {Seconds(view.Age)} ({Why(view.Cause)}) and may for {Seconds(view.Remaining)} more"
            : $"Process {view.ProcessId} does not drain";
        output.WriteLine($"{state}: {Plural.Of(view.Requests.Count, "request")} {(view.Requests.Count == 1 ? "runs" : "run")}, "
            + $"{Plural.Of(view.Idle, "client")} {(view.Idle == 1 ? "is" : "are")} idle, {view.LoggingIn} {(view.LoggingIn == 1 ? "logs" : "log")} in.");
        foreach (var request in view.Requests) output.WriteLine(Line(request));
        if (view.Predecessor is not null) Print(view.Predecessor, output);
    }

    private static async Task<int> ShowAsync(AdminClient client, bool isJson, TextWriter output, CancellationToken cancellation)
    {
        if (isJson)
        {
            if (await client.GetTextAsync(DrainRoutes.Path, cancellation) is not { } text) return 1;
            await output.WriteLineAsync(text);
            return 0;
        }
        if (await client.GetAsync<DrainView>(DrainRoutes.Path, cancellation) is not { } view) return 1;
        Print(view, output);
        return 0;
    }

    // Whoever does not answer any more has ended; who does not drain any more was called back.
    private static async Task WaitAsync(AdminClient client, TextWriter output, CancellationToken cancellation)
    {
        while (await client.TryGetAsync<DrainView>(DrainRoutes.Path, cancellation) is { } view)
        {
            if (!view.IsDraining)
            {
                await output.WriteLineAsync("The drain was taken back.");
                return;
            }
            await Task.Delay(_beat, cancellation);
        }
        await output.WriteLineAsync("The proxy has ended.");
    }

    private static string Line(DrainingRequest request)
    {
        var what = request.Service is null && request.Repository is null ? "-" : string.Join(' ', new[] { request.Service, request.Repository }.OfType<string>());
        var estimate = request.Estimate is { } left ? $"about {Seconds(left)} more" : "no estimate";
        return $"  {request.Id}  {request.User} from {request.Client}  {what}  {request.Backend ?? "-"}  {request.Phase}, {request.Owes} owes bytes, {Seconds(request.Age)}, "
            + $"{Mebibytes(request.BytesIn + request.BytesOut)} MiB, {Mebibytes(request.Rate)} MiB/s, {estimate}";
    }

    private static string Why(DrainCause? cause) => cause switch
    {
        DrainCause.Command => "sluice drain",
        DrainCause.Upgrade => "sluice upgrade",
        _ => "a signal",
    };

    private static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:0} s");

    private static string Mebibytes(double bytes) => (bytes / (1 << 20)).ToString("0.0", CultureInfo.InvariantCulture);
}
