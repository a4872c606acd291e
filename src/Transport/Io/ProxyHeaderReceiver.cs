using Sluice.Transport.Buffers;
using Sluice.Transport.ProxyProtocol;

namespace Sluice.Transport.Io;

/// <summary>Receives a PROXY header and not a byte more.</summary>
internal static class ProxyHeaderReceiver
{
    /// <summary>
    /// Waits until there is a header, or until it is sure that there is none, at most for <paramref name="limit"/>. While
    /// nothing has come it holds no buffer.
    /// </summary>
    public static async Task<ProxyHeaderReceipt> ReceiveAsync(SocketLink link, BufferPool pool, TimeSpan limit)
    {
        using var over = new CancellationTokenSource();
        var expiry = Task.Delay(limit, over.Token);
        Block? block = null;
        try
        {
            while (true)
            {
                var received = block?.Tail ?? 0;
                if (await link.WaitAsync(expiry).ConfigureAwait(false) is not { } ready) return new(ProxyHeaderStatus.NeedMore, null, received, false);
                if (ready.Failed) return new(ProxyHeaderStatus.NeedMore, null, received, true);
                block ??= pool.Rent(BufferRole.Receive, ProxyHeader.MaxLength);
                // Looked at where it is, then taken out by the byte: what follows the header belongs to another reader.
                if (!link.TryPeek(block.FreeMemory, out var there)) continue;
                if (there.Failed || there.Bytes == 0) return new(ProxyHeaderStatus.NeedMore, null, received, true);
                block.Tail += there.Bytes;
                var status = ProxyHeader.TryRead(block.Used, out var endPoints, out var length);
                block.Tail = received;
                var share = status == ProxyHeaderStatus.Done ? length - received : there.Bytes;
                if (status is ProxyHeaderStatus.Done or ProxyHeaderStatus.NeedMore)
                {
                    if (!link.TryReceive(block.FreeMemory[..share], out var taken) || taken.Bytes != share)
                        return new(ProxyHeaderStatus.NeedMore, null, received, true);
                    block.Tail += share;
                }
                if (status != ProxyHeaderStatus.NeedMore) return new(status, endPoints, block.Tail, false);
            }
        }
        finally
        {
            if (block is not null) pool.Return(block);
            await over.CancelAsync().ConfigureAwait(false);
        }
    }
}

/// <summary>What came of waiting for a header.</summary>
/// <param name="Status"><see cref="ProxyHeaderStatus.NeedMore"/> if the time was over or the peer closed before it was clear.</param>
/// <param name="EndPoints">What it tells.</param>
/// <param name="Bytes">Bytes of it that were received.</param>
/// <param name="IsClosed">The peer closed, or the connection failed.</param>
internal readonly record struct ProxyHeaderReceipt(ProxyHeaderStatus Status, ProxiedEndPoints? EndPoints, int Bytes, bool IsClosed);
