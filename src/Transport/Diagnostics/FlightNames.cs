using System.Globalization;

using Sluice.Transport.Wire;

namespace Sluice.Transport.Diagnostics;

/// <summary>The words of flight events.</summary>
internal static class FlightNames
{
    private const int TypeShift = 24;
    private const uint ValueMask = (1u << TypeShift) - 1;

    // The place in the list is kept in an event's value: 0 is a type that is not in it.
    private static readonly string[] _types =
    [
        "other", "env", "exec", "shell", "pty-req", "subsystem", "window-change", "signal", "exit-status", "exit-signal", "eow@openssh.com",
        "auth-agent-req@openssh.com", "keepalive@openssh.com", "hostkeys-00@openssh.com", "hostkeys-prove-00@openssh.com",
        "no-more-sessions@openssh.com", "tcpip-forward", "keepalive@libssh2.org", "keepalive@putty.projects.tartarus.org", "winch@putty.projects.tartarus.org",
    ];

    private static readonly byte[][] _typeBytes = [.. _types.Select(type => System.Text.Encoding.ASCII.GetBytes(type))];

    private static readonly string[] _names = BuildNames();

    /// <summary>The message's name, or the note's where the number is 0.</summary>
    public static string Of(byte kind, ushort note) => kind == 0 ? OfNote((FlightNote)note) : _names[kind];

    /// <summary>True for messages that name their recipient's channel.</summary>
    public static bool HasChannel(byte kind) => kind is > (byte)MessageNumber.ChannelOpen and <= (byte)MessageNumber.ChannelFailure;

    /// <summary>A channel or global request's type and a number of 24 bits, which is cut off there, in one value.</summary>
    public static uint RequestValue(ReadOnlySpan<byte> type, uint value)
    {
        var index = _typeBytes.Length - 1;
        while (index > 0 && !type.SequenceEqual(_typeBytes[index])) index--;
        return ((uint)index << TypeShift) | Math.Min(value, ValueMask);
    }

    /// <summary>The value in words.</summary>
    public static string Detail(in FlightEvent entry) => (MessageNumber)entry.Kind switch
    {
        0 when (FlightNote)entry.ChannelNumber == FlightNote.SendStalled => $"{Number(entry.Value)} ms",
        MessageNumber.GlobalRequest or MessageNumber.ChannelSpecificRequest => Request(entry.Value),
        MessageNumber.Disconnect => $"code {Number(entry.Value)}",
        MessageNumber.ChannelOpenFailure => $"reason {Number(entry.Value)}",
        MessageNumber.ChannelWindowAdjust => $"+{Number(entry.Value)} B",
        _ => $"{Number(entry.Value)} B",
    };

    private static string Request(uint value)
    {
        var type = _types[Math.Min(value >> TypeShift, (uint)_types.Length - 1)];
        return type == "exit-status" ? $"{type} {Number(value & ValueMask)}" : type;
    }

    private static string Number(uint value) => value.ToString(CultureInfo.InvariantCulture);

    private static string OfNote(FlightNote note) => note switch
    {
        FlightNote.Identification => "IDENTIFICATION",
        FlightNote.SendStalled => "SEND_STALLED",
        _ => "?",
    };

    private static string[] BuildNames()
    {
        var names = new string[256];
        for (var i = 0; i < names.Length; i++) names[i] = i is >= 30 and < 50 ? $"KEX_{i}" : $"MESSAGE_{i}";
        void Name(MessageNumber number, string name) => names[(byte)number] = name;
        Name(MessageNumber.Disconnect, "DISCONNECT");
        Name(MessageNumber.Ignore, "IGNORE");
        Name(MessageNumber.Unimplemented, "UNIMPLEMENTED");
        Name(MessageNumber.Debug, "DEBUG");
        Name(MessageNumber.ServiceRequest, "SERVICE_REQUEST");
        Name(MessageNumber.ServiceAccept, "SERVICE_ACCEPT");
        Name(MessageNumber.ExtInfo, "EXT_INFO");
        Name(MessageNumber.KexInit, "KEXINIT");
        Name(MessageNumber.NewKeys, "NEWKEYS");
        Name(MessageNumber.UserAuthRequest, "USERAUTH_REQUEST");
        Name(MessageNumber.UserAuthFailure, "USERAUTH_FAILURE");
        Name(MessageNumber.UserAuthSuccess, "USERAUTH_SUCCESS");
        Name(MessageNumber.UserAuthBanner, "USERAUTH_BANNER");
        Name(MessageNumber.UserAuthPkOk, "USERAUTH_PK_OK");
        Name(MessageNumber.GlobalRequest, "GLOBAL_REQUEST");
        Name(MessageNumber.RequestSuccess, "REQUEST_SUCCESS");
        Name(MessageNumber.RequestFailure, "REQUEST_FAILURE");
        Name(MessageNumber.ChannelOpen, "CHANNEL_OPEN");
        Name(MessageNumber.ChannelOpenConfirmation, "CHANNEL_OPEN_CONFIRMATION");
        Name(MessageNumber.ChannelOpenFailure, "CHANNEL_OPEN_FAILURE");
        Name(MessageNumber.ChannelWindowAdjust, "CHANNEL_WINDOW_ADJUST");
        Name(MessageNumber.ChannelPlainData, "CHANNEL_DATA");
        Name(MessageNumber.ChannelExtendedData, "CHANNEL_EXTENDED_DATA");
        Name(MessageNumber.ChannelEof, "CHANNEL_EOF");
        Name(MessageNumber.ChannelClose, "CHANNEL_CLOSE");
        Name(MessageNumber.ChannelSpecificRequest, "CHANNEL_REQUEST");
        Name(MessageNumber.ChannelSuccess, "CHANNEL_SUCCESS");
        Name(MessageNumber.ChannelFailure, "CHANNEL_FAILURE");
        Name(MessageNumber.Ping, "PING");
        Name(MessageNumber.Pong, "PONG");
        return names;
    }
}
