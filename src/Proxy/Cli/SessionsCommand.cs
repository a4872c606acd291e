using System.CommandLine;
using Sluice.Proxy.Admin;
using Sluice.Proxy.Admin.Live;
using Sluice.Proxy.Observability;

namespace Sluice.Proxy.Cli;

/// <summary><c>sluice sessions</c>: who is being served now.</summary>
internal static class SessionsCommand
{
    private const int DefaultTop = 50;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var config = SluiceCommandLine.Config();
        var sort = Sort();
        var user = new Option<string?>("--user") { Description = "This user's alone.", HelpName = "USER" };
        var search = new Option<string?>("--search") { Description = "Those with this in an id, a name, an address, a repository or a backend.", HelpName = "TEXT" };
        var top = new Option<int>("--top") { Description = "The most that are listed.", HelpName = "N", DefaultValueFactory = _ => DefaultTop };
        top.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > SessionQuery.MostRows) result.AddError($"--top takes a number from 1 to {SessionQuery.MostRows}.");
        });
        var json = SluiceCommandLine.Json();
        var command = new Command("sessions", "List the connections and requests of the running proxy.") { config, sort, user, search, top, json };
        command.SetAction((arguments, cancellation) =>
        {
            var path = $"{SessionRoutes.Path}?sort={arguments.GetValue(sort)}&limit={arguments.GetValue(top)}"
                + $"&user={Uri.EscapeDataString(arguments.GetValue(user) ?? "")}&q={Uri.EscapeDataString(arguments.GetValue(search) ?? "")}";
            return RunAsync(arguments.GetRequiredValue(config), path, arguments.GetValue(json), arguments.InvocationConfiguration, cancellation);
        });
        return command;
    }

    private static Option<SessionSort> Sort()
    {
        var words = string.Join(", ", Enum.GetNames<SessionSort>()).ToLowerInvariant();
        return new Option<SessionSort>("--sort")
        {
            Description = $"What the list is ordered by: {words}; age without it.",
            HelpName = "WORD",
            CustomParser = result =>
            {
                var word = result.Tokens[0].Value;
                foreach (var sort in Enum.GetValues<SessionSort>())
                {
                    if (word.Equals(sort.ToString(), StringComparison.OrdinalIgnoreCase)) return sort;
                }
                result.AddError($"'{word}' is nothing to sort by: expected one of {words}.");
                return default;
            },
        };
    }

    private static async Task<int> RunAsync(string file, string path, bool json, InvocationConfiguration streams, CancellationToken cancellationToken)
    {
        using var client = AdminClient.Open(file, streams.Error);
        if (client is null) return 1;
        if (json) return await JsonCommand.PrintAsync(client, path, streams.Output, cancellationToken);
        if (await client.GetAsync<SessionPage>(path, cancellationToken) is not { } page) return 1;
        Write(page, streams.Output);
        return 0;
    }

    private static void Write(SessionPage page, TextWriter output)
    {
        if (page.Sessions.Count > 0)
        {
            var listing = new Listing(output, "ID", "User", "Client", "Service", "Repository", "Backend", "Phase", "In>", "Out>", "Rate>", "Owes", "Age>", "Memory>");
            foreach (var session in page.Sessions) Add(listing, session);
            listing.Write();
        }
        var shown = page.Matched > page.Sessions.Count ? $"; {page.Sessions.Count} of {page.Matched} are shown"
            : page.Matched == 0 && page.Connections > 0 ? "; none of them matches"
            : "";
        output.WriteLine($"{Plural.Of(page.Connections, "connection")}, {Plural.Of(page.Requests, "request")}{shown}.");
    }

    private static void Add(Listing listing, SessionRow session)
    {
        var memory = Figures.Bytes(session.Memory.Total + (session.Kernel?.Total ?? 0));
        if (session.Requests.Count == 0)
            listing.Add(session.Id, session.User, session.Client, null, null, null, session.IsAlive ? "idle" : "gone", null, null, null, null, Figures.Duration(session.Age), memory);
        // What belongs to the connection stands with the first of its requests.
        foreach (var request in session.Requests)
        {
            listing.Add(
                request.Id, session.User, session.Client, request.Service, request.Repository, request.Backend, request.Phase.ToString().ToLowerInvariant(),
                Figures.Bytes(request.BytesIn), Figures.Bytes(request.BytesOut), Figures.Rate(request.Rate), request.Owes.ToString().ToLowerInvariant(),
                Figures.Duration(request.Age), request == session.Requests[0] ? memory : "\"");
        }
    }
}
