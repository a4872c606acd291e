using System.Net;

using Sluice.Proxy.Commands;

namespace Sluice.Proxy.Authorization;

/// <summary>Who wants to do what. Equal questions have equal answers for a while; the request's id is no part of that.</summary>
/// <param name="User">The user whose key signed.</param>
/// <param name="KeyFingerprint">The key.</param>
/// <param name="KeyId">The key's id in the directory of keys; may be empty.</param>
/// <param name="Service">The service.</param>
/// <param name="Access">Whether it may write.</param>
/// <param name="Repository">The repository as the client named it, normalised.</param>
/// <param name="Backend">The backend or group that the routes chose.</param>
/// <param name="Path">The path that it would be asked for.</param>
/// <param name="ClientAddress">Where the client is.</param>
internal sealed record AuthorizationQuestion(
    string User,
    string KeyFingerprint,
    string KeyId,
    HostingService Service,
    Access Access,
    string Repository,
    string Backend,
    string Path,
    IPAddress ClientAddress);
