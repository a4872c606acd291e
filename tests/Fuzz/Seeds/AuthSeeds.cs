using Sluice.Fuzz.Targets;
using Sluice.Transport;
using Sluice.Transport.Authentication;
using Sluice.Transport.Wire;
using Sluice.Transport.Wire.Messages;

namespace Sluice.Fuzz.Seeds;

/// <summary>Logins of one connection.</summary>
internal static class AuthSeeds
{
    public static IEnumerable<(string, byte[])> Requests()
    {
        var none = MessageSeeds.Of("auth-none");
        foreach (var key in FixedKeys.All)
        {
            foreach (var algorithm in key.PublicKey.SignatureAlgorithms)
                yield return ($"{key.PublicKey.KeyType}-{algorithm}", InputCursor.Join(none, Asked(key.PublicKey, algorithm), Signed(key, algorithm)));
        }
        foreach (var key in FixedKeys.All)
        {
            var algorithm = key.PublicKey.SignatureAlgorithms[0];
            var flipped = Signed(key, algorithm);
            flipped[^3] ^= 1;
            yield return ($"{key.PublicKey.KeyType}-flipped", InputCursor.Join(flipped));
            yield return ($"{key.PublicKey.KeyType}-other-session", InputCursor.Join(AuthenticationClient.CreateRequest(new byte[32], AuthRequestTarget.SeedUser, key, [algorithm])));
        }
        yield return ("many-keys", InputCursor.Join([none, .. FixedKeys.All.Select(key => Asked(key.PublicKey, key.PublicKey.SignatureAlgorithms[0]))]));
        yield return ("fido", InputCursor.Join(Asked(FixedKeys.SecurityKeyEd25519, FixedKeys.SecurityKeyEd25519.KeyType)));
        yield return ("sha1", InputCursor.Join(Asked(FixedKeys.Rsa.PublicKey, "ssh-rsa")));
    }

    /// <summary>A whole login by one key, as our own client role sends it.</summary>
    public static byte[] Signed(SshPrivateKey key, string algorithm) =>
        AuthenticationClient.CreateRequest(AuthRequestTarget.SessionId, AuthRequestTarget.SeedUser, key, [algorithm]);

    /// <summary>The question whether a key would do.</summary>
    private static byte[] Asked(SshPublicKey key, string algorithm)
    {
        var request = UserAuthRequestMessage.WriteSignedPart(AuthRequestTarget.SeedUser, algorithm, key.Blob.Span);
        request[1 + 4 + AuthRequestTarget.SeedUser.Length + 4 + "ssh-connection".Length + 4 + "publickey".Length] = 0;
        return request;
    }
}
