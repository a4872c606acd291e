using Sluice.Transport;

namespace Sluice.Proxy.Identity;

/// <summary>Where users' keys are. Who may log in with what it finds is the business of <see cref="KeyDirectory"/>.</summary>
internal interface IKeySource : IDisposable
{
    /// <summary>
    /// Looks a key up; never a certificate. Ends in bounded time, blocks no thread, and takes the same way for a key that is
    /// known and one that is not.
    /// </summary>
    /// <exception cref="OperationCanceledException">The caller does not wish to wait any longer.</exception>
    ValueTask<KeyLookup> FindAsync(SshPublicKey key, CancellationToken cancellationToken);

    /// <summary>False if there is certainly no user of that name: it only chooses the words in the log.</summary>
    bool MayBeUser(string name);

    /// <summary>Forgets what is kept, or reads it again.</summary>
    void Flush();
}
