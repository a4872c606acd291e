using System.Text;

using Sluice.Fuzz.Targets;

namespace Sluice.Fuzz.Seeds;

/// <summary>Public keys and signatures of every type.</summary>
internal static class KeySeeds
{
    public static IEnumerable<(string, byte[])> Blobs() => SignatureTarget.Keys.Select(key => (key.KeyType, key.Blob.ToArray()));

    public static IEnumerable<(string, byte[])> Lines() =>
        SignatureTarget.Keys.Select(key => (key.KeyType, Encoding.UTF8.GetBytes($"{key.KeyType} {Convert.ToBase64String(key.Blob.Span)} alice@example.org")));

    public static IEnumerable<(string, byte[])> Signatures()
    {
        for (byte number = 0; number < FixedKeys.All.Count; number++)
        {
            var key = FixedKeys.All[number];
            for (byte i = 0; i < key.PublicKey.SignatureAlgorithms.Count; i++)
            {
                var algorithm = key.PublicKey.SignatureAlgorithms[i];
                yield return (algorithm, [number, i, .. key.Sign(algorithm, SignatureTarget.Data)]);
            }
        }
        var fido = (byte)FixedKeys.All.Count;
        foreach (var flags in new byte[] { 0, 1, 5 })
        {
            yield return ($"sk-ed25519-flags-{flags}", [fido, 0, .. FixedKeys.SignAsSecurityKey(FixedKeys.Ed25519, FixedKeys.SecurityKeyEd25519.KeyType, flags, SignatureTarget.Data)]);
            yield return ($"sk-ecdsa-flags-{flags}", [(byte)(fido + 1), 0, .. FixedKeys.SignAsSecurityKey(FixedKeys.All[1], FixedKeys.SecurityKeyEcdsa.KeyType, flags, SignatureTarget.Data)]);
        }
    }
}
