using Microsoft.Extensions.Hosting;

using Sluice.Proxy.Options;

namespace Sluice.Proxy.Hosting;

/// <summary>Composes the Generic Host from a checked configuration.</summary>
internal static class SluiceHost
{
    /// <summary>
    /// A host with model, routes, key directory, metrics, access log and the services that use them. Services may be
    /// added by <paramref name="configure"/> before it is built.
    /// </summary>
    public static IHost Build(SluiceModel model, Action<IHostApplicationBuilder>? configure = null) =>
        throw new NotImplementedException($"{model} {configure}");
}
