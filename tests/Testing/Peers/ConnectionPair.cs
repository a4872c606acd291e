using Sluice.Testing.InMemory;
using Sluice.Transport;

namespace Sluice.Testing.Peers;

/// <summary>A client and a server, both real, with a memory between them.</summary>
internal sealed class ConnectionPair
{
    private ConnectionPair(SubjectOptions client, SubjectOptions server, int drip)
    {
        var (here, there) = MemoryLink.CreatePair(drip);
        Server = Subject.Server(there, server);
        Client = Subject.Client(here, client);
    }

    public Subject Client { get; }

    public Subject Server { get; }

    /// <summary>Both are logged in when it returns.</summary>
    public static async Task<ConnectionPair> ConnectAsync(SubjectOptions? client = null, SubjectOptions? server = null, int drip = int.MaxValue)
    {
        var pair = new ConnectionPair(client ?? new(), server ?? new(), drip);
        await pair.Client.ReadyAsync().ConfigureAwait(false);
        await pair.Server.ReadyAsync().ConfigureAwait(false);
        return pair;
    }

    /// <summary>The client leaves; both must end in order, with every buffer home.</summary>
    public async Task CloseAsync()
    {
        Client.Connection.Close(EndReason.Drained, "The test is over.");
        await Client.EndAsync().ConfigureAwait(false);
        await Server.EndAsync().ConfigureAwait(false);
    }
}
