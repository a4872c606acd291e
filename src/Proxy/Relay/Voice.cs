using System.Buffers.Binary;

using Sluice.Proxy.Observability;

namespace Sluice.Proxy.Relay;

/// <summary>What one party of a conversation has said, as far as turns are concerned. Its own receive loop alone speaks; anybody reads.</summary>
internal sealed class Voice(Conversation conversation, Side side)
{
    private long _lastAt;
    private long _firstAt;
    private uint _tail;
    private volatile bool _hasEnded;

    /// <summary>Whose it is.</summary>
    public Side Side => side;

    /// <summary>When its last data came, as a time stamp; 0 if none did.</summary>
    public long LastAt => Volatile.Read(ref _lastAt);

    /// <summary>When its first data came.</summary>
    public long FirstAt => Volatile.Read(ref _firstAt);

    /// <summary>The last four bytes that it has said on its standard output or input, the latest lowest.</summary>
    public uint Tail => Volatile.Read(ref _tail);

    /// <summary>True from its EOF on.</summary>
    public bool HasEnded
    {
        get => _hasEnded;
        set => _hasEnded = value;
    }

    /// <summary>Data came.</summary>
    /// <param name="words">The data, at least one byte.</param>
    /// <param name="isProtocol">False for standard error, which is no part of the protocol that is spoken.</param>
    public void Speak(ReadOnlySpan<byte> words, bool isProtocol)
    {
        var now = conversation.Now;
        if (isProtocol)
        {
            conversation.OnSpeaking(this, now);
            Volatile.Write(ref _tail, Append(_tail, words));
        }
        Volatile.Write(ref _lastAt, now);
        if (_firstAt == 0) Volatile.Write(ref _firstAt, now);
    }

    private static uint Append(uint tail, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= 4) return BinaryPrimitives.ReadUInt32BigEndian(bytes[^4..]);
        foreach (var b in bytes) tail = (tail << 8) | b;
        return tail;
    }
}
