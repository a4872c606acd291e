using Microsoft.Extensions.Logging;

using Sluice.Proxy.Options;
using Sluice.Transport;

namespace Sluice.Proxy.Identity;

/// <summary>The embedded directory of users and keys: one file per user in a folder, watched and swapped whole.</summary>
internal sealed class KeyDirectory : IAuthenticator, IDisposable
{
    /// <summary>Reads the folder once and begins to watch it.</summary>
    public KeyDirectory(KeysModel model, ILogger<KeyDirectory> logger, TimeProvider time) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask<object?> AuthenticateAsync(PublicKeyAttempt attempt, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Dispose() => throw new NotImplementedException();
}
