using Sluice.Proxy.Commands;
using Sluice.Proxy.Relay;
using Sluice.Transport;

namespace Sluice.Proxy.Embedded;

/// <summary>A session channel of the embedded server: one git command, or a refusal.</summary>
internal sealed class EmbeddedChannel(SshChannel channel, string repositories) : IChannelObserver
{
    private const uint RefusedStatus = 128;

    private string? _gitProtocol;
    private GitProcess? _process;
    private Farewell? _farewell;

    void IChannelObserver.OnRequest(SshChannel _, in ChannelRequest request)
    {
        if (request.TryReadEnvironment(out var name, out var value))
        {
            if (name == "GIT_PROTOCOL") _gitProtocol = value;
            Reply(request, true);
        }
        else if (_process is null && _farewell is null && request.TryReadExec(out var line))
        {
            Reply(request, true);
            Run(line);
        }
        else
        {
            Reply(request, false);
        }
    }

    void IChannelObserver.OnData(SshChannel _, in ChannelData data) => _process?.Write(data.Bytes);

    void IChannelObserver.OnEof(SshChannel _) => _process?.EndInput();

    void IChannelObserver.OnWindowAdjusted(SshChannel _, uint bytes)
    {
        _process?.OnRoom();
        _farewell?.Continue();
    }

    void IChannelObserver.OnDrained(SshChannel _) => _process?.OnRoom();

    // As OpenSSH's server does, a command whose output has already ended may still tell its exit status.
    void IChannelObserver.OnClosed(SshChannel _)
    {
        _farewell?.CutShort();
        if (_process is null) channel.SendClose();
        else _process.OnClientClosed();
    }

    void IChannelObserver.OnEnded(SshChannel _, End? end) => _process?.Kill();

    void IChannelObserver.OnOpened(SshChannel _)
    {
    }

    void IChannelObserver.OnOpenRefused(SshChannel _, uint reasonCode, string description)
    {
    }

    void IChannelObserver.OnRequestReply(SshChannel _, bool success)
    {
    }

    private void Run(ReadOnlySpan<byte> line)
    {
        if (!CommandLine.TryParse(line, out var command, out var refusal))
        {
            Refuse(refusal);
            return;
        }
        if (command.Service is not (HostingService.GitUploadPack or HostingService.GitReceivePack or HostingService.GitUploadArchive))
        {
            Refuse("Only git is served here.");
            return;
        }
        // The repository's spelling has no parent directories and no leading slash: it cannot lead out of the folder.
        var path = Path.Combine(repositories, command.Repository);
        _process = GitProcess.Start(channel, command.Service.WireName()["git-".Length..], path, _gitProtocol, out var fault);
        if (_process is null) Refuse(fault);
    }

    private void Refuse(string sentence)
    {
        _farewell = new Farewell(channel, sentence + "\n", RefusedStatus);
        _farewell.Continue();
    }

    private void Reply(in ChannelRequest request, bool success)
    {
        if (request.WantsReply) channel.SendRequestReply(success);
    }
}
