using System.Collections.Concurrent;

namespace Sluice.Interop.Tests;

/// <summary>
/// Key exchange, host key, cipher and MAC in combination, with OpenSSH as the client and as the backend: both roles of the
/// transport use the same set at a time, and neither side offers anything else.
/// </summary>
public sealed class AlgorithmMatrixTests(MatrixInstallation matrix) : IClassFixture<MatrixInstallation>
{
    [Fact]
    public async Task Every_two_algorithms_work_together_in_both_roles()
    {
        var failures = new ConcurrentBag<string>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = TestContext.Current.CancellationToken };
        await Parallel.ForEachAsync(matrix.Rows.Index(), parallel, async (row, _) =>
        {
            var result = await matrix.ClientOf(row.Item).GitAsync("ls-remote", matrix.UrlOf(row.Index));
            foreach (var fault in FaultsOf(row.Item, result.ExitCode, result.Output, result.Error)) failures.Add($"{row.Item}: {fault}\n{result.Error}");
        });
        Assert.True(failures.IsEmpty, $"{failures.Count} faults in {matrix.Rows.Count} sets:\n{string.Join("\n\n", failures.Take(5))}\n{matrix.Site.Logs}");
    }

    [Fact]
    public void Every_two_values_of_different_kinds_meet_in_some_set()
    {
        var met = matrix.Rows.SelectMany(row => row.Pairs()).ToHashSet();
        string[][] kinds = [[.. AlgorithmMatrix.KexAlgorithms], [.. AlgorithmMatrix.HostKeyAlgorithms], [.. AlgorithmMatrix.AuthenticatedCiphers, .. AlgorithmMatrix.PlainCiphers]];
        var pairs = from i in Enumerable.Range(0, kinds.Length) from j in Enumerable.Range(i + 1, kinds.Length - i - 1) from one in kinds[i] from other in kinds[j] select (one, other);
        var withMac = kinds[0].Concat(kinds[1]).Concat(AlgorithmMatrix.PlainCiphers).SelectMany(value => AlgorithmMatrix.Macs.Select(mac => (value, mac)));
        Assert.Empty(pairs.Concat(withMac).Except(met));
        Assert.True(matrix.Rows.Count < 100, $"{matrix.Rows.Count} sets take too long.");
    }

    private static IEnumerable<string> FaultsOf(AlgorithmSet row, int exitCode, string output, string log)
    {
        if (exitCode != 0) yield return $"git ended with {exitCode}";
        if (!output.Contains("refs/heads/", StringComparison.Ordinal)) yield return "no branch was told";
        if (!log.Contains($"kex: algorithm: {row.Kex}", StringComparison.Ordinal)) yield return "another key exchange was used";
        if (!log.Contains($"kex: host key algorithm: {row.HostKey}", StringComparison.Ordinal)) yield return "another host key was used";
        if (!log.Contains($"cipher: {row.Cipher} MAC: {row.Mac ?? "<implicit>"}", StringComparison.Ordinal)) yield return "another cipher or MAC was used";
    }
}
