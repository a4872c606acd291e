using System.Net.Sockets;

using Microsoft.Extensions.Logging;

using Sluice.Proxy.Authorization;
using Sluice.Proxy.Backends;
using Sluice.Proxy.Identity;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;

namespace Sluice.Proxy.Hosting;

/// <summary>
/// Takes over a changed configuration while requests run: whole or not at all. What is under way goes on as it was begun.
/// </summary>
internal sealed class Reload(
    ConfigurationSource source,
    CurrentModel current,
    BackendDirectory backends,
    KeyDirectory keys,
    Func<KeysModel, IKeySource> createKeys,
    CurrentAuthorization authorization,
    FrontDoor door,
    ServiceManager manager,
    ILogger<Reload> logger) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Reads the configuration again. A faulty one changes nothing; its faults are logged. Never throws: a signal calls it.</summary>
    public async Task RunAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        manager.Reloading();
        try
        {
            await TakeAsync(source.Read()).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            logger.ConfigurationMistake(e);
        }
        finally
        {
            manager.Reloaded();
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task TakeAsync(ConfigurationResult result)
    {
        var faults = result.Faults.Select(fault => fault.ToString()).ToList();
        if (result.Model is { } read) faults.AddRange(FixedSettings.Refusals(current.Value, read));
        if (faults.Count > 0 || result.Model is not { } model)
        {
            Keep(faults);
            return;
        }
        List<DoorListener> listeners;
        try
        {
            // The only thing that may still fail, hence the first.
            listeners = door.Prepare(model);
        }
        catch (SocketException e)
        {
            Keep([e.Message]);
            return;
        }
        try
        {
            keys.Apply(model.Keys, createKeys);
        }
        catch
        {
            // Or the addresses would be taken, by ourselves, at the next attempt.
            door.Discard(listeners);
            throw;
        }
        authorization.Apply(model.Authorization);
        // In this order routes never name a backend that is not there yet.
        backends.Apply(model);
        current.Exchange(model);
        await door.ApplyAsync(model, listeners).ConfigureAwait(false);
        logger.ConfigurationReloaded(model.Backends.Count, model.Routes.Routes.Length);
    }

    private void Keep(List<string> faults)
    {
        foreach (var fault in faults) logger.ConfigurationFault(fault);
        logger.ConfigurationKept(faults.Count);
        manager.Status($"Faults in the configuration: {faults.Count}; the one before stays in force.");
    }
}
