namespace Sluice.Proxy.Embedded;

/// <summary><c>sluice demo</c>: an embedded git backend, the proxy in front of it, and a real clone through both.</summary>
internal static class DemoCommand
{
    /// <summary>Runs the demonstration and gives the exit code of the process.</summary>
    public static Task<int> RunAsync(DemoOptions options, CancellationToken cancellationToken) =>
        throw new NotImplementedException($"{options} {cancellationToken}");
}
