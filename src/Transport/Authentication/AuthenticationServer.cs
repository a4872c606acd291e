using Sluice.Transport.Crypto.Keys;
using Sluice.Transport.Wire;
using Sluice.Transport.Wire.Messages;

namespace Sluice.Transport.Authentication;

/// <summary>What the driver has to do after a USERAUTH_REQUEST.</summary>
internal enum AuthAction
{
    /// <summary>Send USERAUTH_FAILURE.</summary>
    Refuse,

    /// <summary>Ask the directory whether the key may log in, and tell <see cref="AuthenticationServer.Decide"/>.</summary>
    LookUp,

    /// <summary>Send USERAUTH_PK_OK.</summary>
    Encourage,

    /// <summary>Send USERAUTH_SUCCESS; the connection is this user's.</summary>
    Accept,

    /// <summary>End the connection.</summary>
    Fail,
}

/// <summary>
/// Public key authentication in the server role (RFC 4252, RFC 8332): requests in, actions out. A key that is asked
/// about is a question; only a key that signed this session's id and this very request becomes the identity.
/// </summary>
/// <param name="sessionId">The session id.</param>
/// <param name="maxTries">Distinct keys that may sign.</param>
/// <param name="rules">Which keys may be tried; null takes all that is supported.</param>
internal sealed class AuthenticationServer(byte[] sessionId, int maxTries, UserKeyRules? rules = null)
{
    private const int MaxRequests = 64;

    private readonly UserKeyRules _rules = rules ?? UserKeyRules.Default;
    private readonly List<SshPublicKey> _tried = [];
    private string? _user;
    private int _requests;
    private int _signed;
    private bool _isSigned;

    /// <summary>The user name of the request at hand.</summary>
    public string User => _user ?? "";

    /// <summary>The key of the request at hand, or the certificate.</summary>
    public SshPublicKey? Key { get; private set; }

    /// <summary>The algorithm of the request at hand.</summary>
    public string Algorithm { get; private set; } = "";

    /// <summary>The most that the client did to log in.</summary>
    public LoginAttempt Attempt { get; private set; }

    /// <summary>Why the connection has to end, after <see cref="AuthAction.Fail"/>.</summary>
    public End? End { get; private set; }

    /// <summary>Takes a USERAUTH_REQUEST.</summary>
    public AuthAction OnRequest(ReadOnlySpan<byte> payload)
    {
        Key = null;
        if (!UserAuthRequestMessage.TryParse(payload, out var request)) return Fail(EndReason.ProtocolViolation, "The authentication request is malformed.");
        if (request.Service != "ssh-connection") return Fail(EndReason.ProtocolViolation, "Only the service ssh-connection is offered.");
        if (request.User.Length > 256) return Fail(EndReason.ProtocolViolation, "The user name is too long.");
        if (_user is not null && _user != request.User) return Fail(EndReason.ProtocolViolation, "The user name changed during authentication.");
        _user = request.User;
        if (++_requests > MaxRequests) return Fail(EndReason.AuthRefused, "Too many authentication requests.");
        Note(request);
        if (request.Method != "publickey") return AuthAction.Refuse;
        if (PublicKeyBlob.ParseAny(request.KeyBlob, out _) is not { } key) return AuthAction.Refuse;
        _isSigned = request.HasSignature;
        // An agent asks about each key it holds: asking is no try, and MaxRequests bounds it.
        if (_isSigned && CountTry(key) == AuthAction.Fail) return AuthAction.Fail;
        if (!_rules.Accept(key, request.Algorithm)) return AuthAction.Refuse;
        if (_isSigned && !key.Verify(request.Algorithm, SignedData(request.SignedPart), request.Signature)) return AuthAction.Refuse;
        Key = key;
        Algorithm = request.Algorithm;
        return AuthAction.LookUp;
    }

    /// <summary>The directory's answer.</summary>
    public AuthAction Decide(bool known) => (known, _isSigned) switch
    {
        (false, _) => AuthAction.Refuse,
        (true, false) => AuthAction.Encourage,
        (true, true) => AuthAction.Accept,
    };

    /// <summary>RFC 4252 section 5.2: "none" asks which methods there are, and is no attempt.</summary>
    private void Note(in UserAuthRequestMessage request)
    {
        if (request.Method == "none") return;
        if (request.Method != "publickey" || request.HasSignature) Attempt = LoginAttempt.Tried;
        else if (Attempt == LoginAttempt.None) Attempt = LoginAttempt.Asked;
    }

    /// <summary>RFC 4252 section 7: the session id as a string, then the request up to the signature.</summary>
    private byte[] SignedData(ReadOnlySpan<byte> signedPart)
    {
        var data = new byte[4 + sessionId.Length + signedPart.Length];
        var writer = new WireWriter(data);
        writer.WriteString(sessionId);
        writer.WriteBytes(signedPart);
        return data;
    }

    private AuthAction CountTry(SshPublicKey key)
    {
        if (!_tried.Contains(key)) _tried.Add(key);
        // A key may sign again with another algorithm, and no more often: each signature costs us its verification.
        return _tried.Count > maxTries || ++_signed > 2 * maxTries ? Fail(EndReason.AuthRefused, "Too many authentication failures.") : AuthAction.Refuse;
    }

    private AuthAction Fail(EndReason reason, string detail)
    {
        End = new End(reason, EndSide.Peer, detail);
        return AuthAction.Fail;
    }
}
