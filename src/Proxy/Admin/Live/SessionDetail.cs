using Sluice.Proxy.Sessions;
using Sluice.Transport;

namespace Sluice.Proxy.Admin.Live;

/// <summary>One session with all that is known of it.</summary>
/// <param name="Session">As in the list.</param>
/// <param name="LoginName">The name that was logged in with, often <c>git</c>.</param>
/// <param name="Key">The fingerprint of the user's key.</param>
/// <param name="Server">The address of ours that the client connected to.</param>
/// <param name="IsSilent">True while the client leaves a keepalive unanswered.</param>
/// <param name="Algorithms">What the last key exchange agreed on.</param>
/// <param name="Events">The flight recorder, oldest first.</param>
/// <param name="Backends">The kernel's numbers of the connections to backends, by request id.</param>
internal sealed record SessionDetail(
    SessionRow Session,
    string LoginName,
    string? Key,
    string Server,
    bool IsSilent,
    ConnectionAlgorithms? Algorithms,
    IReadOnlyDictionary<string, KernelRow> Backends,
    IReadOnlyList<string> Events)
{
    public static SessionDetail Of(SessionRow row, ClientSession session)
    {
        var connection = session.Connection;
        var backends = new Dictionary<string, KernelRow>();
        foreach (var request in session.Requests)
        {
            if (KernelRow.Of(request.Lease?.Connection.ReadSocket()) is { } kernel) backends[request.Id] = kernel;
        }
        return new SessionDetail(
            row, connection.User, session.Identity.Fingerprint, connection.LocalEndPoint.ToString(), connection.IsSilent, connection.Algorithms, backends,
            [.. connection.ReadEvents().Select(flight => flight.ToString())]);
    }
}
