using Sluice.Testing.Peers;

using Xunit;

namespace Sluice.Transport.Tests.Connection;

/// <summary>Measurements of the whole process, which no other test may disturb.</summary>
[CollectionDefinition(nameof(Undisturbed), DisableParallelization = true)]
public sealed class Undisturbed;

/// <summary>Packets that pass from one connection to another leave no garbage behind, however many they are.</summary>
[Collection(nameof(Undisturbed))]
public sealed class RelayAllocationTests
{
    private const int Attempts = 6;

    [Theory]
    [InlineData("chacha20-poly1305@openssh.com", 64, 10_000)]
    [InlineData("chacha20-poly1305@openssh.com", 1400, 5000)]
    [InlineData("chacha20-poly1305@openssh.com", 32_768, 1000)]
    [InlineData("aes256-gcm@openssh.com", 64, 10_000)]
    [InlineData("aes256-gcm@openssh.com", 32_768, 1000)]
    [InlineData("aes128-ctr", 1400, 5000)]
    public async Task A_relayed_packet_allocates_nothing(string cipher, int size, int count)
    {
        var many = 4 * count;
        // The smallest object for each packet would be 24 bytes, and for each send of 128 KiB still a fifth of a byte. What is
        // below is the thread pool's, whose threads come and go.
        var noise = (many - count) / 10;
        var chain = await RelayChain.CreateAsync(new AlgorithmPreferences { Ciphers = cipher, KexAlgorithms = "curve25519-sha256" });
        chain.Run(many, size);
        // Another part of the runtime may allocate meanwhile, but not each time: a packet's own garbage would be there each time.
        var differences = new List<long>();
        while (differences.Count < Attempts && !differences.Exists(difference => difference <= noise))
        {
            var few = Measure(chain, count, size);
            differences.Add(Measure(chain, many, size) - few);
        }
        await chain.CloseAsync();
        Assert.True(differences.Min() <= noise, $"{many - count} more packets of {size} bytes allocated so many bytes more: {string.Join(", ", differences)}");
    }

    private static long Measure(RelayChain chain, int count, int size)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);
        chain.Run(count, size);
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }
}
