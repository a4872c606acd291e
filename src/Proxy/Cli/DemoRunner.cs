using System.Runtime.InteropServices;

using Sluice.Proxy.Embedded;

namespace Sluice.Proxy.Cli;

/// <summary><c>sluice demo</c>: runs the demonstration until it ends or a signal comes.</summary>
internal static class DemoRunner
{
    /// <summary>Gives the exit code.</summary>
    public static async Task<int> RunAsync(bool once, string? state, int port, CancellationToken cancellationToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        var options = new DemoOptions(once, state is null ? null : Path.GetFullPath(state), port);
        return await DemoCommand.RunAsync(options, stopping.Token);

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stopping.Cancel();
        }
    }
}
