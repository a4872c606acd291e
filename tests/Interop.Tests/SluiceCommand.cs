using Sluice.Testing;

namespace Sluice.Interop.Tests;

/// <summary>Runs a command of the real executable to its end.</summary>
internal static class SluiceCommand
{
    /// <summary>Runs <c>sluice WORDS --config</c> with an installation's configuration.</summary>
    public static Task<ProgramResult> RunAsync(Installation site, params string[] words) =>
        ProgramRunner.RunAsync("dotnet", [RepositoryRoot.ProxyAssembly, .. words, "--config", site.Folder.WriteConfiguration()]);
}
