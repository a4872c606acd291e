using Sluice.Transport.Buffers;
using Sluice.Transport.Connection;
using Sluice.Transport.Diagnostics;
using Sluice.Transport.Handshake;
using Sluice.Transport.Packets;

namespace Sluice.Transport;

/// <summary>The receive loop: identification, then packets, until the end.</summary>
public sealed partial class SshConnection
{
    private const int SmallBlock = 4 * 1024;
    private const int LargeBlock = 128 * 1024;

    /// <summary>The connection's whole life. Never throws.</summary>
    internal async Task RunAsync()
    {
        _settings.Sweep.Add(this);
        Block? block = null;
        var blockSize = SmallBlock;
        try
        {
            _outbound.SendRaw(System.Text.Encoding.ASCII.GetBytes($"{OwnIdentification}\r\n"));
            while (true)
            {
                if (block is null)
                {
                    // An idle connection holds no buffer.
                    var wait = await _link.WaitAsync().ConfigureAwait(false);
                    if (wait.Failed)
                    {
                        End(EndReason.ConnectionLost, EndSide.Peer, $"The connection was lost: {wait.Fault}.");
                        break;
                    }
                    block = _settings.Pool.Rent(BufferRole.Receive, blockSize);
                }
                if (!_link.TryReceive(block.FreeMemory, out var result))
                {
                    if (block.Head == block.Tail)
                    {
                        _settings.Pool.Return(block);
                        block = null;
                        continue;
                    }
                    var more = await _link.WaitAsync().ConfigureAwait(false);
                    if (!more.Failed) continue;
                    result = more;
                }
                if (result.Failed || result.Bytes == 0)
                {
                    if (result.Failed) End(EndReason.ConnectionLost, EndSide.Peer, $"The connection was lost: {result.Fault}.");
                    else End(EndReason.PeerClosed, EndSide.Peer, "The peer closed the connection.");
                    break;
                }
                block.Tail += result.Bytes;
                Volatile.Write(ref _lastReceived, Environment.TickCount64);
                _unansweredAlive = 0;
                var wasFull = block.Free.IsEmpty;
                blockSize = wasFull ? Math.Min(blockSize * 4, LargeBlock) : result.Bytes < blockSize / 16 ? Math.Max(blockSize / 4, SmallBlock) : blockSize;
                while (Consume(block)) await AuthenticateAsync().ConfigureAwait(false);
                block = MakeRoom(block, blockSize);
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            OnMistake(e);
        }
        finally
        {
            if (block is not null) _settings.Pool.Return(block);
            Finish();
        }
    }

    /// <summary>Works on what the block holds; true if it stopped because the directory has to be asked first.</summary>
    private bool Consume(Block block)
    {
        var batch = FlushBatch.Begin();
        try
        {
            if (!IsAlive)
            {
                block.Head = block.Tail = 0;
                return false;
            }
            if (_phase == Phase.Identification && !TryIdentify(block)) return false;
            while (IsAlive && !_lookUpDue)
            {
                var opened = _reader.TryOpen(block, out var packet);
                if (opened == OpenResult.NeedMore) break;
                if (opened == OpenResult.Packet) Dispatch(packet);
                else if (opened == OpenResult.BadMac) End(EndReason.MacError, EndSide.Peer, "A packet's authentication code is wrong.");
                else End(EndReason.ProtocolViolation, EndSide.Peer, "A packet's length is not acceptable.");
            }
            RenewKeysIfDue();
            return IsAlive && _lookUpDue;
        }
        finally
        {
            batch.End();
        }
    }

    private bool TryIdentify(Block block)
    {
        var outcome = Identification.TryRead(block.Used, allowPreamble: !_settings.IsServer, out var identification, out var consumed);
        if (outcome == Identification.Outcome.NeedMore) return false;
        if (outcome == Identification.Outcome.Invalid)
        {
            End(EndReason.ProtocolViolation, EndSide.Peer, "The peer does not speak SSH 2.0.");
            return false;
        }
        block.Head += consumed;
        RemoteIdentification = identification;
        _phase = Phase.KeyExchange;
        BeginExchange();
        return true;
    }

    /// <summary>Returns an empty block; makes room behind the packet that has not come in full.</summary>
    private Block? MakeRoom(Block block, int blockSize)
    {
        if (block.Head == block.Tail)
        {
            if (block.Capacity >= blockSize && blockSize == LargeBlock)
            {
                block.Head = block.Tail = 0;
                return block;
            }
            _settings.Pool.Return(block);
            return blockSize == SmallBlock ? null : _settings.Pool.Rent(BufferRole.Receive, blockSize);
        }
        block.Compact();
        var needed = Math.Max(_reader.BytesNeeded, block.Tail + 1);
        if (block.Capacity >= needed) return block;
        var larger = _settings.Pool.Rent(BufferRole.Receive, Math.Max(needed, blockSize));
        block.Used.CopyTo(larger.Free);
        larger.Tail = block.Tail;
        _settings.Pool.Return(block);
        return larger;
    }

    /// <summary>Everything home, everybody told.</summary>
    private void Finish()
    {
        var end = _end ?? new End(EndReason.PeerClosed, EndSide.Peer, "The peer closed the connection.");
        _settings.Sweep.Remove(this);
        _outbound.Dispose();
        _link.Dispose();
        _reader.Dispose();
        _exchange?.Dispose();
        _pendingOpener?.Dispose();
        TransportLog.Ended(_settings.Log, Id, end.Reason, end.Side, end.Detail);
        if (_settings.IsServer && _phase == Phase.Authentication && end.Reason != EndReason.GraceExceeded)
        {
            TransportLog.ClosedBeforeAuthentication(_settings.Log, _authentication?.User ?? "", RemoteEndPoint.Address.ToString(), RemoteEndPoint.Port, Id, end.Detail);
        }
        _ready.TrySetResult(end);
        foreach (var channel in _channels.ToArray()) EndChannel(channel, end);
        try
        {
            if (_phase == Phase.Connected || !_settings.IsServer) _observer?.OnEnded(this, end);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            OnMistake(e);
        }
        _settings.OnGone?.Invoke(this);
    }
}
