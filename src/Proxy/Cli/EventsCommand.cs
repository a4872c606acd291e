using System.CommandLine;

using Sluice.Proxy.Admin;

namespace Sluice.Proxy.Cli;

/// <summary><c>sluice events ID</c>: the flight recorder of a connection that is alive, asked of the running proxy.</summary>
internal static class EventsCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var id = new Argument<string>("ID") { Description = "The id of a connection, or of a request on it." };
        var config = new Option<string>("--config", "-c") { Description = "The configuration file.", HelpName = "FILE", Required = true };
        var json = new Option<bool>("--json") { Description = "Print the JSON as it comes." };
        var command = new Command("events", "Say what a connection did last: its flight recorder.") { id, config, json };
        command.SetAction((arguments, cancellation) => RunAsync(
            arguments.GetRequiredValue(id), arguments.GetRequiredValue(config), arguments.GetValue(json), arguments.InvocationConfiguration.Output,
            arguments.InvocationConfiguration.Error, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string id, string file, bool json, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        // A request's id is its connection's, with a number behind it.
        var connection = id.Split('-') is [var first, var second, _] ? $"{first}-{second}" : id;
        using var client = AdminClient.Open(file, errors);
        if (client is null) return 1;
        if (json)
        {
            if (await client.GetTextAsync(EventRoutes.PathOf(connection), cancellationToken) is not { } text) return 1;
            output.WriteLine(text);
            return 0;
        }
        if (await client.GetAsync<ConnectionEvents>(EventRoutes.PathOf(connection), cancellationToken) is not { } events) return 1;
        output.WriteLine($"Connection {events.Id} with {events.Remote}:");
        foreach (var entry in events.Events) output.WriteLine($"  {entry.Text}");
        return 0;
    }
}
