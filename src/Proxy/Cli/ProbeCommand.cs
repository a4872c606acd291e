using Sluice.Proxy.Backends.Probing;
using Sluice.Proxy.Options;

namespace Sluice.Proxy.Cli;

/// <summary><c>sluice check --probe</c>: tries out every backend of a valid configuration.</summary>
internal static class ProbeCommand
{
    /// <summary>Backends that are tried at one time.</summary>
    private const int Width = 16;

    /// <summary>Checks the file, then writes one line for each backend, in the order of their names; gives the exit code.</summary>
    public static async Task<int> RunAsync(string file, TextWriter output, CancellationToken cancellationToken)
    {
        var checkedCode = CheckCommand.Run(file, output);
        if (checkedCode != 0 || ConfigurationLoader.Load(file).Model is not { } model) return 1;
        var backends = model.Backends.Values.OrderBy(backend => backend.Name, StringComparer.Ordinal).ToList();
        var reports = new ProbeReport[backends.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Width, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, reports.Length, options, async (i, cancellation) =>
            reports[i] = await new BackendProbe(backends[i], TimeProvider.System).RunAsync(cancellation).ConfigureAwait(false)).ConfigureAwait(false);
        foreach (var report in reports) output.WriteLine(report.Text);
        return reports.All(report => report.Works) ? 0 : 1;
    }
}
