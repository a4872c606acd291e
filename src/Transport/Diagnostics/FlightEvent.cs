using System.Globalization;
using System.Runtime.InteropServices;

using Sluice.Transport.Diagnostics;

namespace Sluice.Transport;

/// <summary>
/// One entry of a connection's flight recorder, 16 bytes: a message, several alike in one, or something of ours that belongs
/// between them. What is said in it: kind, channel and size, never content.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct FlightEvent : IEquatable<FlightEvent>
{
    // Written by the ring alone; a reader has copies.
    internal uint First;
    internal ushort Span;
    internal ushort ChannelNumber;
    internal byte Kind;
    internal byte Flags;
    internal ushort Times;
    internal uint Value;

    internal const byte InboundFlag = 1;

    /// <summary>Since the connection began, to the millisecond.</summary>
    public readonly TimeSpan At => TimeSpan.FromMilliseconds(First);

    /// <summary>The same of the last of those that are told in one.</summary>
    public readonly TimeSpan Until => TimeSpan.FromMilliseconds(First + Span);

    /// <summary>True if it came from the peer, false if it went there.</summary>
    public readonly bool IsInbound => (Flags & InboundFlag) != 0;

    /// <summary>The message's name in the RFC without <c>SSH_MSG_</c>, or a word of ours.</summary>
    public readonly string Name => FlightNames.Of(Kind, ChannelNumber);

    /// <summary>The recipient's number for the channel: ours inbound, the peer's outbound; null where there is none.</summary>
    public readonly int? Channel => FlightNames.HasChannel(Kind) ? ChannelNumber : null;

    /// <summary>How many alike are told in one.</summary>
    public readonly int Count => Times;

    /// <summary>What the sum of its bytes, its window or its code is, in words for people.</summary>
    public readonly string Detail => FlightNames.Detail(this);

    /// <summary>One event for a line of events, as in <c>+1.204..9.310 out CHANNEL_DATA ch 0 x5012 164233216 B</c>.</summary>
    public override readonly string ToString()
    {
        var culture = CultureInfo.InvariantCulture;
        var at = Span == 0 ? string.Create(culture, $"+{At.TotalSeconds:0.000}") : string.Create(culture, $"+{At.TotalSeconds:0.000}..{Until.TotalSeconds:0.000}");
        var channel = Channel is { } number ? string.Create(culture, $" ch {number}") : "";
        var times = Times > 1 ? string.Create(culture, $" x{Times}") : "";
        var detail = Detail is { Length: > 0 } text ? $" {text}" : "";
        return $"{at} {(IsInbound ? "in" : "out")} {Name}{channel}{times}{detail}";
    }

    /// <inheritdoc/>
    public readonly bool Equals(FlightEvent other) => IsSame(other) && (Span, Times, Value) == (other.Span, other.Times, other.Value);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is FlightEvent other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => HashCode.Combine(First, Kind, ChannelNumber, Flags, Times, Value);

    /// <summary>Equality.</summary>
    public static bool operator ==(FlightEvent left, FlightEvent right) => left.Equals(right);

    /// <summary>Inequality.</summary>
    public static bool operator !=(FlightEvent left, FlightEvent right) => !left.Equals(right);

    /// <summary>True for two readings of one entry, of which the later may tell of more messages.</summary>
    internal readonly bool IsSame(FlightEvent other) => (First, Kind, ChannelNumber, Flags) == (other.First, other.Kind, other.ChannelNumber, other.Flags);
}
