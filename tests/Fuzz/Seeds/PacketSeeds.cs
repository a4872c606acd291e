using Sluice.Transport.Packets;
using Sluice.Transport.Wire.Messages;

namespace Sluice.Fuzz.Seeds;

/// <summary>Packets under the fixed keys.</summary>
internal static class PacketSeeds
{
    /// <summary>Three messages of a session in each cipher.</summary>
    public static IEnumerable<(string, byte[])> Raw()
    {
        byte[][] payloads = [MessageSeeds.Of("service-request"), MessageSeeds.Of("channel-open"), MessageSeeds.Of("exec")];
        for (byte number = 0; number < Suite.All.Count; number++)
        {
            var stream = new List<byte> { number };
            using var writer = new PacketWriter();
            writer.ChangeKeys(Suite.All[number].CreateSealer(), resetSequence: true);
            var buffer = new byte[1024];
            foreach (var payload in payloads) stream.AddRange(buffer.AsSpan(0, writer.Write(new PayloadMessage(payload), buffer)));
            yield return (FileName(Suite.All[number].Name), [.. stream]);
            stream[^1] ^= 1;
            yield return ($"{FileName(Suite.All[number].Name)}-flipped", [.. stream]);
        }
        yield return ("longest", [0, 0, 0, 0x88, 0xb4, 4, 2]);
        yield return ("too-long", [0, 0, 0, 0x88, 0xbc, 4, 2]);
    }

    /// <summary>Each message, over changing pairs of ciphers.</summary>
    public static IEnumerable<(string, byte[])> Sealed() => MessageSeeds.All().Select((seed, i) =>
        (seed.Name, (byte[])[(byte)i, (byte)(3 * i), .. seed.Bytes]));

    private static string FileName(string name) => name.Replace(' ', '+').Replace("@openssh.com", "", StringComparison.Ordinal);
}
