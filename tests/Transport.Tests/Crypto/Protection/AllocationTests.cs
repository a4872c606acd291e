using Sluice.Transport.Crypto.Protection;
using Xunit;

namespace Sluice.Transport.Tests.Crypto.Protection;

public class AllocationTests
{
    [Theory, MemberData(nameof(Suite.Names), MemberType = typeof(Suite))]
    public void Sealing_and_opening_allocate_nothing(string cipher, string mac)
    {
        var suite = Suite.Create(cipher, mac);
        using var sealer = suite.CreateSealer();
        using var opener = suite.CreateOpener();
        AssertAllocatesNothing(sealer, opener);
    }

    [Theory]
    [InlineData("aes128-ctr", "hmac-sha2-256-etm@openssh.com")]
    [InlineData("aes256-ctr", "hmac-sha2-512")]
    public void The_portable_counter_mode_allocates_nothing(string cipher, string mac)
    {
        var (sealer, opener) = Suite.Create(cipher, mac).CreatePortable();
        AssertAllocatesNothing(sealer, opener);
        sealer.Dispose();
        opener.Dispose();
    }

    private static void AssertAllocatesNothing(PacketSealer sealer, PacketOpener opener)
    {
        var random = new Random(1);
        byte[][] frames = [Frames.Create(sealer, 10, random), Frames.Create(sealer, 1400, random), Frames.Create(sealer, 32768, random)];
        var packets = frames.Select(frame => new byte[frame.Length + sealer.TagLength]).ToArray();
        var sequence = 0u;
        Rounds(20);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Rounds(50);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Rounds(int count)
        {
            for (var i = 0; i < count; i++)
            {
                for (var j = 0; j < frames.Length; j++, sequence++)
                {
                    sealer.Seal(sequence, frames[j], packets[j]);
                    opener.OpenLength(sequence, packets[j].AsSpan(0, opener.HeaderLength));
                    if (!opener.TryOpen(sequence, packets[j])) throw new InvalidOperationException("The packet was refused.");
                }
            }
        }
    }
}
