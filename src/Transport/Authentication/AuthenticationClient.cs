using Sluice.Transport.Wire;
using Sluice.Transport.Wire.Messages;

namespace Sluice.Transport.Authentication;

/// <summary>Public key authentication in the client role (RFC 4252 section 7) with one key, signed at once.</summary>
internal static class AuthenticationClient
{
    /// <summary>The USERAUTH_REQUEST with its signature.</summary>
    /// <param name="sessionId">The session id.</param>
    /// <param name="user">The login name.</param>
    /// <param name="key">The identity.</param>
    /// <param name="serverSigAlgs">What the server verifies (RFC 8308); empty if it did not say.</param>
    public static byte[] CreateRequest(ReadOnlySpan<byte> sessionId, string user, SshPrivateKey key, string[] serverSigAlgs)
    {
        var algorithms = key.PublicKey.SignatureAlgorithms;
        var algorithm = algorithms.FirstOrDefault(serverSigAlgs.Contains) ?? algorithms[0];
        var request = UserAuthRequestMessage.WriteSignedPart(user, algorithm, key.PublicKey.Blob.Span);
        var toSign = new WireWriter(new byte[4 + sessionId.Length + request.Length]);
        toSign.WriteString(sessionId);
        toSign.WriteBytes(request);
        var signature = key.Sign(algorithm, toSign.Written);
        var payload = new WireWriter(new byte[request.Length + 4 + signature.Length]);
        payload.WriteBytes(request);
        payload.WriteString(signature);
        return payload.Written.ToArray();
    }
}
