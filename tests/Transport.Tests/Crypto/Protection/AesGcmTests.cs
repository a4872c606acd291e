using Sluice.Transport.Crypto.Protection;
using Xunit;

namespace Sluice.Transport.Tests.Crypto.Protection;

public class AesGcmTests
{
    /// <summary>
    /// Test case 3 of the GCM specification with its four blocks, but without associated data, covers the cipher alone;
    /// here its key stream must come out behind our length field.
    /// </summary>
    [Fact]
    public void Seal_encrypts_as_the_example_of_the_standard()
    {
        using var sealer = new AesGcmSealer(
            Convert.FromHexString("feffe9928665731c6d6a8f9467308308"), Convert.FromHexString("cafebabefacedbaddecaf888"));
        var frame = Convert.FromHexString(
            "00000040"
            + "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525"
            + "b16aedf5aa0de657ba637b391aafd255");
        Assert.Equal(
            "00000040"
            + "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa05"
            + "1ba30b396a0aac973d58e091473f5985",
            Convert.ToHexStringLower(sealer.Seal(0, frame).AsSpan(0, 68)));
    }

    [Fact]
    public void Nonce_counts_its_last_eight_bytes_and_leaves_the_first_four()
    {
        var nonce = new GcmNonce(Convert.FromHexString("a1a2a3a4fffffffffffffffe"));
        nonce.MoveOn();
        Assert.Equal("a1a2a3a4ffffffffffffffff", Convert.ToHexStringLower(nonce));
        nonce.MoveOn();
        Assert.Equal("a1a2a3a40000000000000000", Convert.ToHexStringLower(nonce));
        nonce.MoveOn();
        Assert.Equal("a1a2a3a40000000000000001", Convert.ToHexStringLower(nonce));
    }
}
