using System.Net.Sockets;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

using Sluice.Proxy.Hosting;
using Sluice.Proxy.Observability;
using Sluice.Transport;

namespace Sluice.Proxy.Embedded;

/// <summary><c>sluice demo</c>: an embedded git backend, the proxy in front of it, and a real clone through both.</summary>
internal static class DemoCommand
{
    /// <summary>Runs the demonstration and gives the exit code of the process.</summary>
    public static async Task<int> RunAsync(DemoOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await DemonstrateAsync(options, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 1;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SshKeyFileException)
        {
            return await FailAsync($"The folder of the demonstration cannot be used: {e.Message}").ConfigureAwait(false);
        }
    }

    private static async Task<int> DemonstrateAsync(DemoOptions options, CancellationToken cancellationToken)
    {
        using var state = DemoState.Open(options.StateDirectory);
        if (await SampleRepository.EnsureAsync(state.Repositories, cancellationToken).ConfigureAwait(false) is { } fault)
            return await FailAsync($"The sample repository could not be made: {fault}").ConfigureAwait(false);

        await using var backend = EmbeddedGitServer.Start(state.Repositories, state.BackendHostKey, state.BackendUserKey.PublicKey, NullLoggerFactory.Instance);
        using var tap = new AccessTap();
        var (host, port) = await StartAsync(options, state, backend, tap, cancellationToken).ConfigureAwait(false);
        if (host is null)
            return await FailAsync($"Port {options.Port} of 127.0.0.1 is taken: end what listens there, or choose another with --port N.").ConfigureAwait(false);
        using (host)
        {
            var clone = new DemoClone(state, port);
            var result = await clone.RunAsync(cancellationToken).ConfigureAwait(false);
            if (result.Fault is not null) return await FailAsync(result.Fault).ConfigureAwait(false);
            await Console.Out.WriteAsync(Story(result, port, backend.EndPoint.Port, await tap.TakeAsync().ConfigureAwait(false))).ConfigureAwait(false);
            if (!options.Once) await LingerAsync(clone, tap, cancellationToken).ConfigureAwait(false);
            await host.StopAsync(CancellationToken.None).ConfigureAwait(false);
        }
        return 0;
    }

    /// <summary>Starts the proxy; no host if the port is taken, which --once gets round by taking a free one.</summary>
    private static async Task<(IHost? Host, int Port)> StartAsync(
        DemoOptions options, DemoState state, EmbeddedGitServer backend, AccessTap tap, CancellationToken cancellationToken)
    {
        foreach (var port in options.Once ? [options.Port, 0] : new[] { options.Port })
        {
            var host = SluiceHost.Build(DemoModel.Create(state, backend.EndPoint, port), builder =>
            {
                builder.Logging.AddProvider(tap).AddFilter<ConsoleLoggerProvider>(null, LogLevel.Warning);
                // The command line hears the signals and stops the host itself.
                builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
            });
            try
            {
                await host.StartAsync(cancellationToken).ConfigureAwait(false);
                var service = host.Services.GetServices<IHostedService>().OfType<ProxyService>().Single();
                return (host, service.Bound[0].Port);
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
            {
                host.Dispose();
            }
        }
        return (null, 0);
    }

    private static string Story(DemoResult result, int port, int backendPort, string? access) => $"""

        Sluice {BuildVersion.Text} took a real git clone to its backend and back in {result.Elapsed.TotalMilliseconds:N0} ms.

          git + ssh  -->  Sluice 127.0.0.1:{port}  -->  git server 127.0.0.1:{backendPort}

          key exchange   {result.Kex}
          host key       {result.HostKey}
          cipher         {result.Cipher}
          access line    {access ?? "(none came)"}
          content        commit {result.Head[..12]}, {SampleRepository.Files.Count} files, each compared: right to the last bit


        """;

    private static async Task LingerAsync(DemoClone clone, AccessTap tap, CancellationToken cancellationToken)
    {
        await Console.Out.WriteLineAsync($"""
            Repeat it:

              {clone.CommandLine}

            Every request will be told here. Ctrl-C ends it.

            """).ConfigureAwait(false);
        tap.OnLine = line => Console.Out.WriteLine($"  {line}");
        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task<int> FailAsync(string sentence)
    {
        await Console.Error.WriteLineAsync(sentence).ConfigureAwait(false);
        return 1;
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
