using System.Buffers.Binary;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;
using Sluice.Transport.Crypto.Protection;

namespace Sluice.Transport.Tests.Crypto.Protection;

/// <summary>The oracle: the same constructions put together from BouncyCastle's primitives, without regard to speed.</summary>
internal abstract class BouncyCastleSealer
{
    public static BouncyCastleSealer Create(string cipher, byte[] key, byte[] iv, MacAlgorithm? mac, byte[] macKey) =>
        cipher.StartsWith("chacha20", StringComparison.Ordinal) ? new ChaChaPoly(key) :
        mac is null ? new Gcm(key, iv) :
        new Counter(key, iv, mac, macKey);

    public abstract byte[] Seal(uint sequence, byte[] frame);

    private sealed class ChaChaPoly(byte[] key) : BouncyCastleSealer
    {
        public override byte[] Seal(uint sequence, byte[] frame)
        {
            var nonce = new byte[8];
            BinaryPrimitives.WriteUInt64BigEndian(nonce, sequence);
            var length = new ChaChaEngine(20);
            length.Init(true, new ParametersWithIV(new KeyParameter(key, 32, 32), nonce));
            var content = new ChaChaEngine(20);
            content.Init(true, new ParametersWithIV(new KeyParameter(key, 0, 32), nonce));
            var first = new byte[64];
            content.ProcessBytes(first, 0, 64, first, 0);

            var packet = new byte[frame.Length + 16];
            length.ProcessBytes(frame, 0, 4, packet, 0);
            content.ProcessBytes(frame, 4, frame.Length - 4, packet, 4);
            var poly = new Org.BouncyCastle.Crypto.Macs.Poly1305();
            poly.Init(new KeyParameter(first, 0, 32));
            poly.BlockUpdate(packet, 0, frame.Length);
            poly.DoFinal(packet, frame.Length);
            return packet;
        }
    }

    private sealed class Gcm(byte[] key, byte[] iv) : BouncyCastleSealer
    {
        private ulong _invocation = BinaryPrimitives.ReadUInt64BigEndian(iv.AsSpan(4));

        public override byte[] Seal(uint sequence, byte[] frame)
        {
            var nonce = iv.ToArray();
            BinaryPrimitives.WriteUInt64BigEndian(nonce.AsSpan(4), _invocation);
            _invocation = unchecked(_invocation + 1);
            var gcm = new GcmBlockCipher(new AesEngine());
            gcm.Init(true, new AeadParameters(new KeyParameter(key), 128, nonce, frame[..4]));
            var packet = new byte[frame.Length + 16];
            frame.AsSpan(0, 4).CopyTo(packet);
            var written = gcm.ProcessBytes(frame, 4, frame.Length - 4, packet, 4);
            gcm.DoFinal(packet, 4 + written);
            return packet;
        }
    }

    private sealed class Counter : BouncyCastleSealer
    {
        private readonly SicBlockCipher _cipher = new(new AesEngine());
        private readonly HMac _hmac;
        private readonly bool _encryptsFirst;

        public Counter(byte[] key, byte[] iv, MacAlgorithm mac, byte[] macKey)
        {
            _cipher.Init(true, new ParametersWithIV(new KeyParameter(key), iv));
            IDigest digest = mac.Length switch { 64 => new Sha512Digest(), 32 => new Sha256Digest(), _ => new Sha1Digest() };
            _hmac = new HMac(digest);
            _hmac.Init(new KeyParameter(macKey));
            _encryptsFirst = mac.Name.Contains("-etm@", StringComparison.Ordinal);
        }

        public override byte[] Seal(uint sequence, byte[] frame)
        {
            var packet = new byte[frame.Length + _hmac.GetMacSize()];
            frame.CopyTo(packet, 0);
            var offset = _encryptsFirst ? 4 : 0;
            if (!_encryptsFirst) Authenticate(sequence, packet, frame.Length);
            for (var i = offset; i < frame.Length; i += 16) _cipher.ProcessBlock(packet, i, packet, i);
            if (_encryptsFirst) Authenticate(sequence, packet, frame.Length);
            return packet;
        }

        private void Authenticate(uint sequence, byte[] packet, int length)
        {
            var number = new byte[4];
            BinaryPrimitives.WriteUInt32BigEndian(number, sequence);
            _hmac.BlockUpdate(number, 0, 4);
            _hmac.BlockUpdate(packet, 0, length);
            _hmac.DoFinal(packet, length);
        }
    }
}
