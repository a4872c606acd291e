namespace Sluice.Fuzz.Seeds;

/// <summary>Small real inputs for each target. <c>tools/fuzz --seeds</c> writes those that are missing.</summary>
internal static class SeedTable
{
    private static readonly Dictionary<string, Func<IEnumerable<(string Name, byte[] Bytes)>>> _seeds = new()
    {
        ["identification"] = LineSeeds.Identification,
        ["proxy-header"] = ProxyHeaderSeeds.All,
        ["packet-raw"] = PacketSeeds.Raw,
        ["packet-sealed"] = PacketSeeds.Sealed,
        ["message"] = MessageSeeds.All,
        ["kex-init"] = KexSeeds.Init,
        ["kex-server"] = KexSeeds.Server,
        ["kex-client"] = KexSeeds.Client,
        ["auth-request"] = AuthSeeds.Requests,
        ["connection-server"] = ConnectionSeeds.FromClient,
        ["connection-client"] = ConnectionSeeds.FromServer,
        ["public-key"] = KeySeeds.Blobs,
        ["certificate"] = CertificateSeeds.Certificates,
        ["revoked-keys"] = CertificateSeeds.Revocations,
        ["signature"] = KeySeeds.Signatures,
        ["key-file"] = KeyFileSeeds.All,
        ["key-line"] = KeySeeds.Lines,
        ["channel-request"] = MessageSeeds.ChannelRequests,
        ["exec-line"] = LineSeeds.Exec,
        ["command-template"] = TemplateSeeds.All,
        ["authorized-keys"] = LineSeeds.AuthorizedKeys,
        ["known-hosts"] = LineSeeds.KnownHosts,
        ["log-text"] = LineSeeds.LogText,
    };

    /// <summary>Writes the seeds that have no file yet. Seeds are data, not expectations: a kept one is never rewritten.</summary>
    public static int Write()
    {
        foreach (var target in FuzzTargets.All)
        {
            var folder = Directory.CreateDirectory(Corpus.SeedFolder(target)).FullName;
            var written = 0;
            foreach (var (name, bytes) in _seeds[target.Name]())
            {
                var path = Path.Combine(folder, name);
                if (File.Exists(path)) continue;
                File.WriteAllBytes(path, bytes);
                written++;
            }
            Console.WriteLine($"{target.Name}: {written} seeds written");
        }
        return 0;
    }
}
