using System.Net;

using Microsoft.Extensions.Logging;

using Sluice.Transport.Buffers;
using Sluice.Transport.Diagnostics;
using Sluice.Transport.Io;
using Sluice.Transport.ProxyProtocol;

namespace Sluice.Transport.Connection;

/// <summary>Stands between a listener and its connections where proxies in front of us say whom they bring.</summary>
internal sealed class ProxyGate(ProxyProtocolOptions options, BufferPool pool, ILogger log)
{
    /// <summary>True if a header of that peer would be believed.</summary>
    public bool Trusts(IPAddress peer)
    {
        foreach (var network in options.TrustedNetworks)
        {
            if (network.Contains(peer)) return true;
        }
        return false;
    }

    /// <summary>Waits for the header; gives the two ends of the client's connection, or null if the peer has to go.</summary>
    public async Task<ProxiedEndPoints?> PassAsync(SocketLink link)
    {
        var receipt = await ProxyHeaderReceiver.ReceiveAsync(link, pool, options.HeaderTimeout).ConfigureAwait(false);
        var outcome = Judge(receipt);
        options.OnHeader?.Invoke(outcome);
        var own = new ProxiedEndPoints(link.RemoteEndPoint, link.LocalEndPoint);
        switch (outcome)
        {
            case ProxyHeaderOutcome.Proxied:
                return receipt.EndPoints;
            case ProxyHeaderOutcome.Local or ProxyHeaderOutcome.Ignored or ProxyHeaderOutcome.Absent:
                return own;
            default:
                TransportLog.ProxyHeaderRefused(log, own.Source.ToString(), outcome, receipt.Bytes);
                return null;
        }
    }

    private ProxyHeaderOutcome Judge(in ProxyHeaderReceipt receipt) => receipt.Status switch
    {
        ProxyHeaderStatus.Done when options.Policy == ProxyProtocolPolicy.Ignore => ProxyHeaderOutcome.Ignored,
        ProxyHeaderStatus.Done => receipt.EndPoints is null ? ProxyHeaderOutcome.Local : ProxyHeaderOutcome.Proxied,
        ProxyHeaderStatus.Malformed => ProxyHeaderOutcome.Malformed,
        ProxyHeaderStatus.TooLong => ProxyHeaderOutcome.TooLong,
        ProxyHeaderStatus.ChecksumWrong => ProxyHeaderOutcome.ChecksumWrong,
        ProxyHeaderStatus.NeedMore when receipt.Bytes > 0 => ProxyHeaderOutcome.Incomplete,
        ProxyHeaderStatus.NeedMore when receipt.IsClosed => ProxyHeaderOutcome.Knocked,
        _ => options.Policy == ProxyProtocolPolicy.Require ? ProxyHeaderOutcome.Missing : ProxyHeaderOutcome.Absent,
    };
}
