using Microsoft.Extensions.Logging;

using Sluice.Proxy.Backends;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;

namespace Sluice.Proxy.Hosting;

/// <summary>
/// Takes over a changed configuration while requests run: whole or not at all. What is under way goes on as it was
/// begun. Listeners, host keys and what the server role offers are taken over by a restart only.
/// </summary>
internal sealed class Reload(ConfigurationSource source, CurrentModel current, BackendDirectory backends, ILogger<Reload> logger)
{
    private readonly Lock _reading = new();

    /// <summary>Reads the configuration again. A faulty one changes nothing; its faults are logged. Never throws: a signal calls it.</summary>
    public void Run()
    {
        lock (_reading)
        {
            try
            {
                Take(source.Read());
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                logger.ConfigurationMistake(e);
            }
        }
    }

    private void Take(ConfigurationResult result)
    {
        foreach (var fault in result.Faults) logger.ConfigurationFault(fault.ToString());
        if (result.Model is not { } model)
        {
            logger.ConfigurationKept(result.Faults.Count);
            return;
        }
        // In this order routes never name a backend that is not there yet.
        backends.Apply(model);
        var before = current.Value;
        current.Exchange(model with { ListenAddresses = before.ListenAddresses, Server = before.Server, Keys = before.Keys, Authorization = before.Authorization });
        logger.ConfigurationReloaded(model.Backends.Count, model.Routes.Routes.Length);
    }
}
