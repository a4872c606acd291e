using System.CommandLine;

using Sluice.Proxy.Admin;
using Sluice.Proxy.Admin.Live;
using Sluice.Proxy.Backends.Health;

namespace Sluice.Proxy.Cli;

/// <summary><c>sluice backends</c>: the backends, their health and their connections.</summary>
internal static class BackendsCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var config = SluiceCommandLine.Config();
        var json = SluiceCommandLine.Json();
        var command = new Command("backends", "List the backends of the running proxy with their health and connections.") { config, json };
        command.SetAction((arguments, cancellation) =>
            RunAsync(arguments.GetRequiredValue(config), arguments.GetValue(json), arguments.InvocationConfiguration, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(string file, bool json, InvocationConfiguration streams, CancellationToken cancellationToken)
    {
        using var client = AdminClient.Open(file, streams.Error);
        if (client is null) return 1;
        if (json) return await JsonCommand.PrintAsync(client, BackendRoutes.Path, streams.Output, cancellationToken);
        if (await client.GetAsync<BackendPage>(BackendRoutes.Path, cancellationToken) is not { } page) return 1;
        var listing = new Listing(streams.Output, "Backend", "Address", "State", "For>", "Sessions>", "Waiting>", "Busy>", "Idle>", "Dialing>", "Ejections>", "Last failure");
        foreach (var backend in page.Backends)
        {
            var failure = backend.LastFailure is null ? null : $"{Figures.Duration(backend.LastFailureAge ?? 0)} ago: {backend.LastFailure}";
            listing.Add(
                backend.Name, backend.Address, State(backend), Figures.Duration(backend.Since), $"{backend.Sessions}", $"{backend.Waiting}", $"{backend.Busy}",
                $"{backend.Idle}", $"{backend.Dialing}", $"{backend.Ejections}", failure);
        }
        listing.Write();
        foreach (var group in page.Groups)
        {
            var members = string.Join(", ", group.Members.Select(member => $"{member.Backend} ({member.Role.ToLowerInvariant()})"));
            var panic = group.IsPanicking ? ": too few members are healthy, so ejected ones are used as well" : "";
            streams.Output.WriteLine($"Group {group.Name} of {members}{panic}.");
        }
        return 0;
    }

    private static string State(BackendRow backend) =>
        backend.State == HealthState.Healthy || backend.ProbeIn is not > 0
            ? backend.State.ToString().ToLowerInvariant()
            : $"{backend.State.ToString().ToLowerInvariant()}, probed in {Figures.Duration(backend.ProbeIn.Value)}";
}
