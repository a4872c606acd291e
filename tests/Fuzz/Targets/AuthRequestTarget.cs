using Sluice.Transport.Authentication;
using Sluice.Transport.Wire;
using Sluice.Transport.Wire.Messages;

namespace Sluice.Fuzz.Targets;

/// <summary>USERAUTH_REQUESTs of one connection in chunks, answered by a directory that knows every key.</summary>
internal static class AuthRequestTarget
{
    private const int MaxTries = 6;
    private const int MostRequests = 100;

    /// <summary>The session that the seeds' signatures are for.</summary>
    public static byte[] SessionId { get; } = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    public static void Run(ReadOnlySpan<byte> input)
    {
        var cursor = new InputCursor(input);
        var server = new AuthenticationServer(SessionId, MaxTries);
        string? user = null;
        for (var i = 0; i < MostRequests && !cursor.Rest.IsEmpty; i++)
        {
            var payload = cursor.TakeChunk();
            if (payload.IsEmpty) continue;
            var action = server.OnRequest(payload);
            Promise.Keep(action is AuthAction.Refuse or AuthAction.LookUp or AuthAction.Fail, "A request alone lets nobody in.");
            if (action == AuthAction.Fail)
            {
                Promise.Keep(server.End is { Detail.Length: > 0 }, "An end says why.");
                return;
            }
            user ??= server.User;
            Promise.Keep(user == server.User, "The user name stays.");
            if (action == AuthAction.LookUp) CheckLookUp(server, payload);
            else Promise.Keep(server.Key is null, "A refused key is no identity.");
        }
    }

    private static void CheckLookUp(AuthenticationServer server, ReadOnlySpan<byte> payload)
    {
        Promise.Keep(UserAuthRequestMessage.TryParse(payload, out var request), "Only a whole request is looked up.");
        Promise.Keep(server.Key is not null && server.Key.Blob.Span.SequenceEqual(request.KeyBlob), "The key is the one in the request.");
        Promise.Keep(server.Algorithm == request.Algorithm && server.Key.SignatureAlgorithms.Contains(request.Algorithm), "The algorithm is the key's own.");
        Promise.Keep(server.Decide(known: false) == AuthAction.Refuse, "A key that nobody knows is refused.");
        var decision = server.Decide(known: true);
        Promise.Keep(decision == (request.HasSignature ? AuthAction.Accept : AuthAction.Encourage), "A question is no answer.");
        if (decision != AuthAction.Accept) return;
        // The seeds' keys sign one request each; whoever else gets in has forged a signature or broken a key.
        var key = server.Key;
        var own = FixedKeys.All.FirstOrDefault(candidate => candidate.PublicKey.Equals(key));
        Promise.Keep(own is not null, "Nobody signs with a key that was never made.");
        Promise.Keep(Genuine.Is(own, request.Algorithm, SignedData(request.SignedPart), request.Signature), "Nobody gets in without the signature of this session and request.");
        Promise.Keep(request.User == SeedUser, "Nobody signs for another user.");
    }

    /// <summary>RFC 4252 section 7: the session id as a string, then the request.</summary>
    private static byte[] SignedData(ReadOnlySpan<byte> signedPart)
    {
        var writer = new WireWriter(new byte[4 + SessionId.Length + signedPart.Length]);
        writer.WriteString(SessionId);
        writer.WriteBytes(signedPart);
        return writer.Written.ToArray();
    }

    /// <summary>The user of the seeds' requests.</summary>
    public const string SeedUser = "alice";
}
