using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;

using Sluice.Transport;

namespace Sluice.KeyLookups;

/// <summary>Ed25519 public keys by number, of which nobody has the private half: each is the first hash that is a point of the curve.</summary>
/// <param name="count">How many there are; made at once.</param>
internal sealed class SampleKeys(int count)
{
    private const int Length = 32;

    private static readonly IPEndPoint _from = new(IPAddress.Loopback, 50022);

    private readonly byte[] _points = Make(count);

    /// <summary>Keys of each user.</summary>
    public const int OfEachUser = 4;

    public static string UserOf(int number) => string.Create(CultureInfo.InvariantCulture, $"user{number / OfEachUser:d6}");

    public byte[] Blob(int number) => Blob(_points.AsSpan(number * Length, Length));

    /// <summary>Somebody who offers the key, as git.</summary>
    public PublicKeyAttempt Attempt(int number) =>
        SshPublicKey.TryParse(Blob(number), out var key, out var fault) ? new("git", key, _from, "bench") : throw new InvalidOperationException(fault);

    private static byte[] Make(int count)
    {
        var points = new byte[count * Length];
        Parallel.For(0, count, number =>
        {
            var point = points.AsSpan(number * Length, Length);
            Span<byte> seed = stackalloc byte[8];
            BinaryPrimitives.WriteInt32BigEndian(seed, number);
            for (var attempt = 0; ; attempt++)
            {
                BinaryPrimitives.WriteInt32BigEndian(seed[4..], attempt);
                SHA256.HashData(seed, point);
                if (SshPublicKey.TryParse(Blob(point), out _, out _)) break;
            }
        });
        return points;
    }

    private static byte[] Blob(ReadOnlySpan<byte> point)
    {
        var blob = new byte[4 + 11 + 4 + Length];
        BinaryPrimitives.WriteInt32BigEndian(blob, 11);
        "ssh-ed25519"u8.CopyTo(blob.AsSpan(4));
        BinaryPrimitives.WriteInt32BigEndian(blob.AsSpan(15), Length);
        point.CopyTo(blob.AsSpan(19));
        return blob;
    }
}
