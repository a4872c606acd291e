using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text;

using Sluice.Proxy.Commands;
using Sluice.Proxy.Identity;
using Sluice.Proxy.Options;
using Sluice.Proxy.Relay;

namespace Sluice.Proxy.Sessions;

/// <summary>One request as it is put to a backend, with Sluice's word on who asks.</summary>
/// <param name="identity">Who asks.</param>
/// <param name="client">The client's address.</param>
/// <param name="requestId">The request's id.</param>
/// <param name="command">What is asked.</param>
/// <param name="path">The repository's path at the backend.</param>
internal sealed class BackendCommand(SluiceIdentity identity, IPAddress client, string requestId, HostingCommand command, string path)
{
    private readonly byte[] _line = CommandLine.Render(command, path);

    /// <summary>The client's environment, as far as it may go on.</summary>
    public IReadOnlyCollection<KeyValuePair<string, string>> Accepted { get; init; } = [];

    /// <summary>What the authorisation adds.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Authorized { get; init; } = [];

    /// <summary>What to say to one backend; false if it cannot be said, with a sentence for the user.</summary>
    public bool TryCompose(BackendModel backend, [NotNullWhen(true)] out Command? composed, out string refusal)
    {
        var line = _line;
        composed = null;
        refusal = "";
        if (backend.Identity.Template is { } template && !template.TryRender(Values(), out line, out refusal)) return false;
        composed = new Command(Environment(backend), line) { MayRepeat = command.HostCommand is null && command.Service != HostingService.GitLfsAuthenticate };
        return true;
    }

    /// <summary>
    /// Sluice's word on who asks, then the authorisation's environment, the backend's own and the client's, each name once:
    /// the first one wins, and what a backend drops because it is too much is the client's. The names of the first word are
    /// nobody else's, even where nothing is sent by them this time.
    /// </summary>
    private List<KeyValuePair<string, string>> Environment(BackendModel backend)
    {
        var names = backend.Identity;
        var environment = new List<KeyValuePair<string, string>>();
        Say(names.RequestId, requestId);
        Say(names.User, identity.UserName);
        Say(names.KeyFingerprint, identity.Fingerprint);
        if (identity.KeyId.Length > 0) Say(names.KeyId, identity.KeyId);
        Say(names.ClientAddress, client.ToString());
        if (names.SendOriginalCommand) Say(EnvironmentName.OriginalCommand, Encoding.UTF8.GetString(_line));
        environment.AddRange(Authorized.Concat(backend.SetEnv).Concat(Accepted).Where(variable => !names.Reserves(variable.Key)).DistinctBy(variable => variable.Key, StringComparer.Ordinal));
        return environment;

        void Say(string? name, string value)
        {
            if (name is not null) environment.Add(new(name, value));
        }
    }

    private TemplateValues Values() => new(
        identity.UserName,
        identity.KeyId,
        identity.Fingerprint,
        client.ToString(),
        requestId,
        Encoding.UTF8.GetString(_line),
        command.HostCommand ?? command.Service.WireName(),
        command.Repository,
        path);
}
