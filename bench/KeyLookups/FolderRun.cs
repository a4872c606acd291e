using System.Diagnostics;
using System.Globalization;
using System.Text;

using Microsoft.Extensions.Logging.Abstractions;

using Sluice.Proxy.Identity;
using Sluice.Proxy.Observability;
using Sluice.Proxy.Options;
using Sluice.Testing;

namespace Sluice.KeyLookups;

/// <summary>The embedded folder with as many keys, for comparison.</summary>
internal static class FolderRun
{
    public static async Task RunAsync(int keys, Report report)
    {
        var samples = new SampleKeys(keys);
        using var folder = new TemporaryFolder("keys");
        for (var i = 0; i < keys; i += SampleKeys.OfEachUser)
        {
            var lines = new StringBuilder();
            for (var j = i; j < Math.Min(keys, i + SampleKeys.OfEachUser); j++)
                lines.Append("ssh-ed25519 ").Append(Convert.ToBase64String(samples.Blob(j))).Append(" key ").Append(j).Append('\n');
            folder.Write($"{SampleKeys.UserOf(i)}.pub", lines.ToString());
        }
        using var metrics = new SluiceMetrics();
        using var keyMetrics = new KeyMetrics();
        var before = ProcessMemory.Now();
        var started = Stopwatch.GetTimestamp();
        using var source = new FolderKeys(folder.FullName, keyMetrics, NullLogger.Instance, TimeProvider.System);
        report.Add($"folder: read {source.Snapshot.Keys.Count:#,0} keys of {source.Snapshot.UserCount:#,0} users", string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(started).TotalSeconds:0.00} s"));
        report.Add("folder: memory", ProcessMemory.Now().Since(before, keys));
        var model = new KeysModel(folder.FullName, ["git"]);
        using var directory = new KeyDirectory(model, source, metrics, NullLogger<KeyDirectory>.Instance, TimeProvider.System);
        var attempts = Enumerable.Range(0, 100_000).Select(i => samples.Attempt((int)(i * 7_368_787L % keys))).ToArray();
        report.Add("folder: known keys, 1 at a time", await Measurement.RunAsync(10 * attempts.Length, 1, async i =>
        {
            if (await directory.AuthenticateAsync(attempts[i % attempts.Length], CancellationToken.None) is null) throw new InvalidOperationException("A key of the folder is unknown.");
        }));
    }
}
