"""Much of what is legal one at a time: before login it ends, after login it must not cost memory."""

import agreement
import message
from case import EITHER, ENDS, LIVES, case, each
from peer import Broken, Ended
from wire import boolean, byte, mpint, string, uint32

GROUP = "floods"

TALK = {
    "IGNORE": byte(message.IGNORE) + string(b"x" * 16),
    "IGNORE of 30,000 bytes": byte(message.IGNORE) + string(bytes(30000)),
    "DEBUG": byte(message.DEBUG) + boolean(True) + string("x" * 16) + string(""),
    "UNIMPLEMENTED": byte(message.UNIMPLEMENTED) + uint32(0),
    "PING": byte(message.PING) + string(bytes(16)),
    "unknown messages": byte(150) + bytes(16),
    "EXT_INFO": byte(message.EXT_INFO) + uint32(0),
}


def flood(peer, payload, count):
    """Sends it in batches as fast as the proxy takes it."""
    for _ in range(0, count, 500):
        peer.send_all([payload] * 500)


@each(GROUP, ENDS, TALK)
def before_the_service(attack, payload):
    flood(attack.keyed(), payload, 5000)


@each(GROUP, ENDS, TALK)
def before_the_login(attack, payload):
    flood(attack.at_login(), payload, 5000)


@each(GROUP, EITHER, {
    **{name: TALK[name] for name in ("IGNORE", "DEBUG", "UNIMPLEMENTED", "EXT_INFO")},
    "global requests without answers": message.global_request("nonsense@example.org", False),
})
def twenty_thousand_after_the_login(attack, payload):
    """No answer is due: the proxy reads them, or has enough."""
    peer = attack.inside()
    flood(peer, payload, 20_000)
    _, status = peer.run("git-upload-pack '/team/small.git'")
    return f"read; then exit status {status}"


UNREAD = {
    "PING of 30,000 bytes": (byte(message.PING) + string(bytes(30000)), 10_000),
    "PING of 1,000 bytes": (byte(message.PING) + string(bytes(1000)), 20_000),
    "global requests": (message.global_request("x"), 250_000),
    "channel opens": (message.channel_open("direct-tcpip"), 100_000),
}


@each(GROUP, EITHER, UNREAD)
def asked_and_never_read(attack, value):
    """Answers pile up: the proxy has to end it, or stop reading, long before they cost much."""
    payload, count = value
    peer = attack.inside(narrow=True)
    peer.socket.settimeout(4)
    sent = 0
    try:
        for _ in range(0, count, 500):
            peer.send_all([payload] * 500)
            sent += 500
    except TimeoutError:
        return f"it stopped reading after {sent} messages"
    except Ended as end:
        return f"{end} (after {sent} messages)"
    raise Broken(f"{sent} messages were taken whose answers nobody reads")


@case(GROUP, EITHER)
def channel_requests_asked_and_never_read(attack):
    peer = attack.inside(narrow=True)
    number = peer.open_session()
    peer.socket.settimeout(4)
    sent = 0
    try:
        for _ in range(400):
            peer.send_all([message.channel_request(number, "nonsense", True)] * 500)
            sent += 500
    except TimeoutError:
        return f"it stopped reading after {sent} messages"
    except Ended as end:
        return f"{end} (after {sent} messages)"
    raise Broken(f"{sent} messages were taken whose answers nobody reads")


@case(GROUP, LIVES)
def two_hundred_connections_that_come_and_go(attack):
    for _ in range(200):
        attack.dial().close()
    return "nothing to see"


@case(GROUP, LIVES)
def two_hundred_resets_after_the_identification(attack):
    for _ in range(200):
        peer = attack.dial()
        peer.send_raw(b"SSH-2.0-Gone\r\n")
        peer.reset()
    return "nothing to see"


@case(GROUP, LIVES)
def twenty_key_exchanges_begun_with_the_costliest_method_and_left(attack):
    for _ in range(20):
        peer = attack.identified()
        peer.propose(kex="diffie-hellman-group16-sha512")
        peer.send(byte(message.KEX_INIT) + mpint(agreement.GROUP16 // 3))
        peer.reset()
    return "nothing to see"
