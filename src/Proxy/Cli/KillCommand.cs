using System.CommandLine;
using System.Net.Http.Json;

using Sluice.Proxy.Admin;
using Sluice.Proxy.Admin.Live;
using Sluice.Proxy.Observability;

namespace Sluice.Proxy.Cli;

/// <summary><c>sluice kill</c>: ends a connection or a request.</summary>
internal static class KillCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var config = SluiceCommandLine.Config();
        var id = new Argument<string>("ID") { Description = "A connection's, such as lusab-babad, or a request's, such as lusab-babad-1." };
        var why = new Option<string?>("--why") { Description = "What its user is told: the end of a sentence.", HelpName = "TEXT" };
        var command = new Command("kill", "End a connection, or one request on it; its user reads a sentence.") { id, config, why };
        command.SetAction((arguments, cancellation) => RunAsync(
            arguments.GetRequiredValue(config), arguments.GetRequiredValue(id), arguments.GetValue(why), arguments.InvocationConfiguration, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string file, string id, string? why, InvocationConfiguration streams, CancellationToken cancellationToken)
    {
        using var client = AdminClient.Open(file, streams.Error);
        if (client is null) return 1;
        using var answer = await client.PostAsync($"{SessionRoutes.Path}/{Uri.EscapeDataString(id)}/kill", new KillOrder(why), cancellationToken);
        if (answer is null || await answer.Content.ReadFromJsonAsync<Killed>(cancellationToken) is not { } killed) return 1;
        var user = LogText.Printable(killed.User);
        var requests = Plural.Of(killed.Requests, "request");
        streams.Output.WriteLine(killed.IsConnection ? $"Connection {killed.Id} of {user} is ended, and {requests} on it." : $"Request {killed.Id} of {user} is ended.");
        return 0;
    }
}
