namespace Sluice.Transport.Wire;

/// <summary>
/// Message numbers (RFC 4250 section 4.1.2; EXT_INFO: RFC 8308; group exchange: RFC 4419 section 5; PING and PONG:
/// OpenSSH PROTOCOL section 1.9). 30 to 49 mean what the key exchange method says.
/// </summary>
internal enum MessageNumber : byte
{
    Disconnect = 1,
    Ignore = 2,
    Unimplemented = 3,
    Debug = 4,
    ServiceRequest = 5,
    ServiceAccept = 6,
    ExtInfo = 7,
    KexInit = 20,
    NewKeys = 21,
    KexEcdhInit = 30,
    KexEcdhReply = 31,
    KexDhGexRequestOld = KexEcdhInit,
    KexDhGexGroup = KexEcdhReply,
    KexDhGexInit = 32,
    KexDhGexReply = 33,
    KexDhGexRequest = 34,
    UserAuthRequest = 50,
    UserAuthFailure = 51,
    UserAuthSuccess = 52,
    UserAuthBanner = 53,
    UserAuthPkOk = 60,
    GlobalRequest = 80,
    RequestSuccess = 81,
    RequestFailure = 82,
    ChannelOpen = 90,
    ChannelOpenConfirmation = 91,
    ChannelOpenFailure = 92,
    ChannelWindowAdjust = 93,
    ChannelPlainData = 94,
    ChannelExtendedData = 95,
    ChannelEof = 96,
    ChannelClose = 97,
    ChannelSpecificRequest = 98,
    ChannelSuccess = 99,
    ChannelFailure = 100,
    Ping = 192,
    Pong = 193,
}
