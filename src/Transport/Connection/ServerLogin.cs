using Sluice.Transport.Authentication;
using Sluice.Transport.Wire;
using Sluice.Transport.Wire.Messages;

namespace Sluice.Transport.Connection;

/// <summary>The server's side of the login: does what the authentication machine says, and asks the directory for it.</summary>
internal sealed class ServerLogin(SshConnection connection, ConnectionSettings settings, Outbound outbound) : Login
{
    /// <summary>How long the directory may take when there is no grace time.</summary>
    private static readonly TimeSpan _longestLookUp = TimeSpan.FromSeconds(60);

    private AuthenticationServer? _machine;
    private byte[] _request = [];
    private CancellationTokenSource? _lookUp;

    public override string User => _machine?.User ?? "";

    public override LoginAttempt Attempt => _machine?.Attempt ?? LoginAttempt.None;

    public override void OnFirstKeys()
    {
        // The client speaks first.
    }

    public override void OnMessage(MessageNumber number, ReadOnlySpan<byte> payload)
    {
        switch (number)
        {
            case MessageNumber.ServiceRequest:
                OnServiceRequest(payload);
                return;
            case MessageNumber.UserAuthRequest when _machine is null:
                connection.Violate("An authentication request came before the service was requested.");
                return;
            case MessageNumber.UserAuthRequest:
                (_request, IsAnswerDue) = (payload.ToArray(), true);
                return;
            case MessageNumber.ExtInfo:
                if (!ExtInfoMessage.TryParse(payload, out _)) connection.Violate("The EXT_INFO is malformed.");
                return;
        }
    }

    public override void Cancel()
    {
        try
        {
            // Not on this thread, which may hold locks.
            _ = Volatile.Read(ref _lookUp)?.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // The answer was faster.
        }
    }

    public override ValueTask AnswerAsync()
    {
        IsAnswerDue = false;
        var action = _machine!.OnRequest(_request);
        if (action == AuthAction.LookUp) return LookUpAsync();
        Perform(action, null);
        return ValueTask.CompletedTask;
    }

    private async ValueTask LookUpAsync()
    {
        var attempt = new PublicKeyAttempt(_machine!.User, _machine.Key!, connection.RemoteEndPoint, connection.Id);
        using var limit = new CancellationTokenSource(settings.Grace > TimeSpan.Zero ? settings.Grace : _longestLookUp);
        Volatile.Write(ref _lookUp, limit);
        object? identity;
        try
        {
            identity = await settings.Authenticator!.AuthenticateAsync(attempt, limit.Token).AsTask().WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            connection.End(EndReason.GraceExceeded, EndSide.Local, "The key directory did not answer in time.");
            return;
        }
        finally
        {
            Volatile.Write(ref _lookUp, null);
        }
        if (connection.IsAlive) Perform(_machine.Decide(identity is not null), identity);
    }

    private void OnServiceRequest(ReadOnlySpan<byte> payload)
    {
        if (_machine is not null)
        {
            connection.Violate("The service was requested twice.");
            return;
        }
        if (!ServiceMessage.TryParse(payload, out var service) || !service.Name.SequenceEqual("ssh-userauth"u8))
        {
            connection.Violate("Only the service ssh-userauth can be requested first.");
            return;
        }
        _machine = new AuthenticationServer(connection.SessionId, settings.MaxAuthTries, settings.UserKeyRules);
        outbound.Send(new ServiceMessage(MessageNumber.ServiceAccept, service.Name));
    }

    private void Perform(AuthAction action, object? identity)
    {
        switch (action)
        {
            case AuthAction.Refuse:
                outbound.Send(new UserAuthFailureMessage("publickey"u8));
                return;
            case AuthAction.Encourage:
                outbound.Send(new UserAuthPkOkMessage(_machine!.Algorithm, _machine.Key!.Blob.Span));
                return;
            case AuthAction.Accept:
                connection.OnAuthenticated(_machine!.User, _machine.Key!, identity);
                return;
            case AuthAction.Fail:
                connection.End(_machine!.End!.Reason, _machine.End.Side, _machine.End.Detail);
                return;
        }
    }
}
