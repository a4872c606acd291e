"""Message numbers (RFC 4250 section 4.1) and the few messages that cases send whole."""

from wire import boolean, byte, name_list, string, uint32

DISCONNECT = 1
IGNORE = 2
UNIMPLEMENTED = 3
DEBUG = 4
SERVICE_REQUEST = 5
SERVICE_ACCEPT = 6
EXT_INFO = 7
KEXINIT = 20
NEWKEYS = 21
KEX_INIT = 30
KEX_REPLY = 31
GEX_INIT = 32
GEX_REPLY = 33
GEX_REQUEST = 34
USERAUTH_REQUEST = 50
USERAUTH_FAILURE = 51
USERAUTH_SUCCESS = 52
USERAUTH_BANNER = 53
USERAUTH_PK_OK = 60
GLOBAL_REQUEST = 80
REQUEST_SUCCESS = 81
REQUEST_FAILURE = 82
CHANNEL_OPEN = 90
CHANNEL_OPEN_CONFIRMATION = 91
CHANNEL_OPEN_FAILURE = 92
CHANNEL_WINDOW_ADJUST = 93
CHANNEL_DATA = 94
CHANNEL_EXTENDED_DATA = 95
CHANNEL_EOF = 96
CHANNEL_CLOSE = 97
CHANNEL_REQUEST = 98
CHANNEL_SUCCESS = 99
CHANNEL_FAILURE = 100
PING = 192
PONG = 193

NAMES = {number: name for name, number in list(globals().items()) if isinstance(number, int)}


def service_request(name="ssh-userauth"):
    return byte(SERVICE_REQUEST) + string(name)


def userauth(user, service, method, rest=b""):
    return byte(USERAUTH_REQUEST) + string(user) + string(service) + string(method) + rest


def global_request(name, want_reply=True, rest=b""):
    return byte(GLOBAL_REQUEST) + string(name) + boolean(want_reply) + rest


def channel_open(kind="session", sender=0, window=1 << 20, packet=32768, rest=b""):
    return byte(CHANNEL_OPEN) + string(kind) + uint32(sender) + uint32(window) + uint32(packet) + rest


def channel_request(recipient, kind, want_reply=True, rest=b""):
    return byte(CHANNEL_REQUEST) + uint32(recipient) + string(kind) + boolean(want_reply) + rest


def execute(recipient, command, want_reply=True):
    return channel_request(recipient, "exec", want_reply, string(command))


def environment(recipient, name, value, want_reply=False):
    return channel_request(recipient, "env", want_reply, string(name) + string(value))


def channel_data(recipient, data):
    return byte(CHANNEL_DATA) + uint32(recipient) + string(data)


def window_adjust(recipient, count):
    return byte(CHANNEL_WINDOW_ADJUST) + uint32(recipient) + uint32(count)


def eof(recipient):
    return byte(CHANNEL_EOF) + uint32(recipient)


def close(recipient):
    return byte(CHANNEL_CLOSE) + uint32(recipient)


def kexinit(kex=("curve25519-sha256", "ext-info-c", "kex-strict-c-v00@openssh.com"), host_key=("ssh-ed25519",),
            cipher=("aes128-gcm@openssh.com",), mac=("hmac-sha2-256",), compression=("none",), guess=False,
            cookie=b"\x5a" * 16, rest=uint32(0)):
    lists = [kex, host_key, cipher, cipher, mac, mac, compression, compression, (), ()]
    return byte(KEXINIT) + cookie + b"".join(name_list(names) for names in lists) + boolean(guess) + rest
