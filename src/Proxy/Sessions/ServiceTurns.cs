using Sluice.Proxy.Commands;
using Sluice.Proxy.Relay;

namespace Sluice.Proxy.Sessions;

/// <summary>How the services take turns.</summary>
internal static class ServiceTurns
{
    public static TurnTaking Of(HostingService service) => service switch
    {
        HostingService.GitUploadPack or HostingService.GitLfsTransfer => TurnTaking.FlushPackets,
        HostingService.GitReceivePack => TurnTaking.OneAnswer,
        HostingService.GitUploadArchive => TurnTaking.OneQuestion,
        HostingService.Hg => TurnTaking.Alternating,
        _ => TurnTaking.BackendSpeaks,
    };
}
