using System.Buffers.Binary;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;
using Sluice.Transport.Crypto.Protection;
using Xunit;

namespace Sluice.Transport.Tests.Crypto.Protection;

public class ChaCha20Tests
{
    /// <summary>RFC 8439 section 2.4.2.</summary>
    [Fact]
    public void Transform_gives_the_example_of_the_standard()
    {
        var key = Enumerable.Range(0, 32).Select(i => (byte)i).ToArray();
        var state = State(key, Convert.FromHexString("000000000000004a00000000"), counter: 1);
        var text = "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it."u8;
        var sealedText = new byte[text.Length];
        ChaCha20.Transform(state, text, sealedText);
        Assert.Equal(
            "6e2e359a2568f98041ba0728dd0d6981e97e7aec1d4360c20a27afccfd9fae0bf91b65c5524733ab8f593dabcd62b357"
            + "1639d624e65152ab8f530c359f0861d807ca0dbf500d6a6156a38e088a22b65e52bc514d16ccf806818ce91ab7793736"
            + "5af90bbf74a35be6b40b8eedf2785e42874d",
            Convert.ToHexStringLower(sealedText));
        Assert.Equal(3u, state[ChaCha20.Counter]);
    }

    /// <summary>RFC 8439 appendix A.1, vectors 1 and 2: all zeros, blocks 0 and 1.</summary>
    [Fact]
    public void Transform_gives_the_first_blocks_of_a_key_of_zeros()
    {
        var stream = new byte[128];
        ChaCha20.Transform(State(new byte[32], new byte[12], 0), stream, stream);
        Assert.Equal(
            "76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7da41597c5157488d7724e03fb8d84a37"
            + "6a43b8f41518a11cc387b669b2ee6586"
            + "9f07e7be5551387a98ba977c732d080dcb0f29a048e3656912c6533e32ee7aed29b721769ce64e43d57133b074d839d5"
            + "31ed1f28510afb45ace10a1f4b794d6f",
            Convert.ToHexStringLower(stream));
    }

    [Fact]
    public void Transform_equals_the_oracle_at_every_length()
    {
        var random = new Random(1);
        for (var length = 0; length <= 2200; length++)
        {
            var (key, nonce, text) = (random.NextBytes(32), random.NextBytes(12), random.NextBytes(length));
            var expected = new byte[length];
            var oracle = Oracle(key, nonce);
            oracle.ProcessBytes(text, 0, length, expected, 0);

            var actual = new byte[length];
            ChaCha20.Transform(State(key, nonce, 0), text, actual);
            Assert.Equal(expected, actual);
            ChaCha20.Transform(State(key, nonce, 0), text, text);
            Assert.Equal(expected, text);
        }
    }

    [Fact]
    public void Transform_goes_on_behind_the_last_block()
    {
        var (key, nonce) = (new Random(2).NextBytes(32), new Random(3).NextBytes(12));
        var expected = new byte[64 * 40];
        ChaCha20.Transform(State(key, nonce, 0), expected, expected);
        foreach (var blocks in Enumerable.Range(0, 40))
        {
            var actual = new byte[expected.Length];
            var state = State(key, nonce, 0);
            ChaCha20.Transform(state, actual.AsSpan(0, blocks * 64), actual.AsSpan(0, blocks * 64));
            Assert.Equal((uint)blocks, state[ChaCha20.Counter]);
            ChaCha20.Transform(state, actual.AsSpan(blocks * 64), actual.AsSpan(blocks * 64));
            Assert.Equal(expected, actual);
        }
    }

    [Theory]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(512)]
    public void Every_width_equals_the_oracle(int width)
    {
        var (stride, isSupported) = width switch
        {
            128 => (ChaCha20Vector128.Stride, true),
            256 => (ChaCha20Vector256.Stride, ChaCha20Vector256.IsSupported),
            _ => (ChaCha20Vector512.Stride, ChaCha20Vector512.IsSupported),
        };
        // A machine without these instructions never runs this width; what it runs instead is tested by the others.
        if (!isSupported) width = 128;
        var random = new Random(width);
        for (var strides = 1; strides <= 5; strides++)
        {
            var (key, nonce, text) = (random.NextBytes(32), random.NextBytes(12), random.NextBytes(strides * stride));
            var expected = new byte[text.Length];
            Oracle(key, nonce).ProcessBytes(text, 0, text.Length, expected, 0);
            var state = State(key, nonce, 0);
            switch (width)
            {
                case 128: ChaCha20Vector128.Transform(state, text, text); break;
                case 256: ChaCha20Vector256.Transform(state, text, text); break;
                default: ChaCha20Vector512.Transform(state, text, text); break;
            }
            Assert.Equal(expected, text);
            Assert.Equal((uint)(text.Length / ChaCha20.BlockLength), state[ChaCha20.Counter]);
        }
    }

    private static ChaCha7539Engine Oracle(byte[] key, byte[] nonce)
    {
        var oracle = new ChaCha7539Engine();
        oracle.Init(true, new ParametersWithIV(new KeyParameter(key), nonce));
        return oracle;
    }

    private static uint[] State(byte[] key, byte[] nonce, uint counter)
    {
        var state = new uint[ChaCha20.StateLength];
        ChaCha20.SetKey(state, key);
        state[ChaCha20.Counter] = counter;
        for (var i = 0; i < 3; i++) state[13 + i] = BinaryPrimitives.ReadUInt32LittleEndian(nonce.AsSpan(4 * i));
        return state;
    }
}
