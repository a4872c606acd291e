using Microsoft.Extensions.Logging;

using Sluice.Proxy.Relay;
using Sluice.Transport;

namespace Sluice.Proxy.Sessions;

/// <summary>
/// A client's channel until it says what it is for: collects environment, then hands an exec to a
/// <see cref="RequestWalk"/>, greets who asks for a shell, and refuses everything else while the channel lives on.
/// </summary>
internal sealed class Request(ClientSession session, SshChannel channel, string id) : IChannelObserver
{
    private const uint GreetingStatus = 1;

    private readonly AcceptedEnvironment _environment = new(session.Services.Model.AcceptEnv);
    private Farewell? _greeting;
    private bool _hasTerminal;

    void IChannelObserver.OnRequest(SshChannel _, in ChannelRequest request)
    {
        // After a greeting nothing more is taken; before it, the first exec or shell decides (RFC 4254 section 6.5).
        if (_greeting is not null) Refuse(request);
        else if (request.TryReadEnvironment(out var name, out var value)) CollectEnvironment(request, name, value);
        else if (request.TryReadExec(out var command)) RequestWalk.Start(session, channel, id, _environment.Variables, command, request.WantsReply);
        else if (request.Is("shell"u8)) Greet(request);
        else if (request.Is("pty-req"u8)) AcceptTerminal(request);
        else Refuse(request);
    }

    void IChannelObserver.OnWindowAdjusted(SshChannel _, uint bytes) => _greeting?.Continue();

    void IChannelObserver.OnClosed(SshChannel _)
    {
        _greeting?.CutShort();
        channel.SendClose();
    }

    // No window was granted: Transport treats data here as a violation of the protocol.
    void IChannelObserver.OnData(SshChannel _, in ChannelData data)
    {
    }

    void IChannelObserver.OnEof(SshChannel _)
    {
    }

    void IChannelObserver.OnOpened(SshChannel _)
    {
    }

    void IChannelObserver.OnOpenRefused(SshChannel _, uint reasonCode, string description)
    {
    }

    void IChannelObserver.OnRequestReply(SshChannel _, bool success)
    {
    }

    void IChannelObserver.OnEnded(SshChannel _, End? end)
    {
    }

    void IChannelObserver.OnDrained(SshChannel _)
    {
    }

    /// <summary>A dropped variable is answered like a kept one: JSch ends the connection when it hears a failure here.</summary>
    private void CollectEnvironment(in ChannelRequest request, string name, string value)
    {
        var logger = session.Services.Logger;
        if (!_environment.Offer(name, value) && logger.IsEnabled(LogLevel.Debug))
            logger.EnvironmentDropped(AcceptedEnvironment.Shown(name), session.Identity.UserName, id);
        Reply(request, true);
    }

    /// <summary>ssh asks for a terminal before a shell, and warns when it gets none; the greeting reads better without that.</summary>
    private void AcceptTerminal(in ChannelRequest request)
    {
        _hasTerminal = true;
        Reply(request, true);
    }

    private void Greet(in ChannelRequest request)
    {
        Reply(request, true);
        session.Services.Logger.Greeted(session.Identity.UserName, id);
        var lineEnd = _hasTerminal ? "\r\n" : "\n";
        _greeting = new Farewell(
            channel, $"Hi {session.Identity.UserName}! You have authenticated, but Sluice gives no shell access.{lineEnd}", GreetingStatus);
        _greeting.Continue();
    }

    private void Refuse(in ChannelRequest request)
    {
        var type = request.TypeText;
        session.Services.Logger.ChannelRequestRefused(type, session.Identity.UserName, id);
        Reply(request, false);
    }

    private void Reply(in ChannelRequest request, bool success)
    {
        if (request.WantsReply) channel.SendRequestReply(success);
    }
}
