"""RFC 4254: channels that are opened, closed and named against the rules."""

import message
from case import EITHER, ENDS, LIVES, case, each
from peer import Broken
from wire import Reader, byte, string, uint32

GROUP = "channels"


@each(GROUP, LIVES, {
    "direct-tcpip": message.channel_open("direct-tcpip", rest=string("127.0.0.1") + uint32(22) + string("127.0.0.1") + uint32(1)),
    "direct-streamlocal": message.channel_open("direct-streamlocal@openssh.com", rest=string("/run/x") + string("") + uint32(0)),
    "forwarded-tcpip": message.channel_open("forwarded-tcpip", rest=string("") + uint32(1) + string("") + uint32(1)),
    "x11": message.channel_open("x11", rest=string("127.0.0.1") + uint32(6000)),
    "auth-agent@openssh.com": message.channel_open("auth-agent@openssh.com"),
    "tun@openssh.com": message.channel_open("tun@openssh.com", rest=uint32(1) + uint32(0)),
    "an empty type": message.channel_open(""),
    "a type of 20,000 bytes": message.channel_open("t" * 20000),
    "a type in invalid UTF-8": message.channel_open(b"\xff\xfe"),
})
def opened(attack, payload):
    """Refused, and the connection goes on."""
    peer = attack.inside()
    peer.send(payload)
    peer.expect(message.CHANNEL_OPEN_FAILURE)
    _, status = peer.run("git-upload-pack '/team/small.git'")
    return f"refused; then exit status {status}"


@each(GROUP, ENDS, {
    "cut": byte(message.CHANNEL_OPEN) + string("session") + uint32(0),
    "without anything": byte(message.CHANNEL_OPEN),
    "with a length of 2^32-1": byte(message.CHANNEL_OPEN) + uint32(0xFFFFFFFF) + b"session",
    "with a packet size of 0": message.channel_open(packet=0),
})
def opened_wrongly(attack, payload):
    peer = attack.inside()
    peer.send(payload)
    peer.finish_sending()


@case(GROUP, EITHER)
def opened_with_trailing_bytes(attack):
    peer = attack.inside()
    peer.send(message.channel_open(rest=b"more"))
    return message.NAMES[peer.receive()[0]]


@case(GROUP, LIVES)
def a_thousand_channels(attack):
    """MaxSessions of them are opened, the rest is refused."""
    peer = attack.inside()
    peer.send_all(message.channel_open(sender=number) for number in range(1000))
    answers = [peer.expect(message.CHANNEL_OPEN_CONFIRMATION, message.CHANNEL_OPEN_FAILURE)[0] for _ in range(1000)]
    opened_count = answers.count(message.CHANNEL_OPEN_CONFIRMATION)
    if opened_count > 100:
        raise Broken(f"{opened_count} channels were opened")
    return f"{opened_count} opened, {answers.count(message.CHANNEL_OPEN_FAILURE)} refused"


@case(GROUP, LIVES)
def two_channels_under_one_number_of_ours(attack):
    """Our number for a channel is our own affair; the proxy only writes it back."""
    peer = attack.inside()
    first, second = peer.open_session(sender=7), peer.open_session(sender=7)
    if first == second:
        raise Broken("two channels have one number")
    return "two numbers of the proxy's"


@case(GROUP, LIVES)
def the_largest_number_of_ours(attack):
    peer = attack.inside()
    _, status = peer.run("git-upload-pack '/team/small.git'", sender=0xFFFFFFFF)
    return f"exit status {status}"


@case(GROUP, LIVES)
def three_thousand_channels_opened_and_closed(attack):
    """One after the other: none of them may leave anything behind."""
    peer = attack.inside()
    for start in range(0, 3000, 10):
        peer.send_all(message.channel_open(sender=start + number) for number in range(10))
        numbers = []
        for _ in range(10):
            reader = Reader(peer.expect(message.CHANNEL_OPEN_CONFIRMATION)[1:])
            reader.uint32()
            numbers.append(reader.uint32())
        peer.send_all(message.close(number) for number in numbers)
        for _ in range(10):
            peer.expect(message.CHANNEL_CLOSE)
    return f"the last was number {max(numbers)}"


ON_A_CHANNEL = {
    "data": lambda number: message.channel_data(number, b"x"),
    "extended data": lambda number: byte(message.CHANNEL_EXTENDED_DATA) + uint32(number) + uint32(1) + string(b"x"),
    "EOF": message.eof,
    "CLOSE": message.close,
    "a window": lambda number: message.window_adjust(number, 1),
    "a request": lambda number: message.execute(number, "git-upload-pack '/team/small.git'"),
    "SUCCESS": lambda number: byte(message.CHANNEL_SUCCESS) + uint32(number),
    "FAILURE": lambda number: byte(message.CHANNEL_FAILURE) + uint32(number),
    "OPEN_CONFIRMATION": lambda number: byte(message.CHANNEL_OPEN_CONFIRMATION) + uint32(number) + uint32(0) * 3,
    "OPEN_FAILURE": lambda number: byte(message.CHANNEL_OPEN_FAILURE) + uint32(number) + uint32(1) + string("") + string(""),
}


@each(GROUP, ENDS, {f"{what} on number {number}": make(number) for what, make in ON_A_CHANNEL.items() for number in (0, 0xFFFFFFFF)})
def never_opened(attack, payload):
    attack.inside().send(payload)


@each(GROUP, ENDS, ON_A_CHANNEL)
def after_both_have_closed(attack, make):
    peer, number = attack.in_session()
    peer.send(message.close(number))
    peer.expect(message.CHANNEL_CLOSE)
    peer.send(make(number))


@each(GROUP, EITHER, ON_A_CHANNEL)
def after_our_close(attack, make):
    """Without waiting for the proxy's CLOSE, which may be under way."""
    peer, number = attack.in_session()
    peer.send_all([message.close(number), make(number), make(number)])
    peer.finish_sending()
    return peer.wait_for_end(8)


@each(GROUP, EITHER, {what: make for what, make in ON_A_CHANNEL.items() if what != "CLOSE"})
def after_our_eof(attack, make):
    peer, number = attack.in_session()
    peer.send_all([message.eof(number), make(number), make(number)])
    peer.finish_sending()
    return peer.wait_for_end(8)


@each(GROUP, ENDS, {what: ON_A_CHANNEL[what] for what in ("SUCCESS", "FAILURE", "OPEN_CONFIRMATION", "OPEN_FAILURE")})
def an_answer_to_no_question(attack, make):
    """A client that answers what the proxy has not asked; CHANNEL_SUCCESS may be let go by, the rest may not."""
    peer, number = attack.in_session()
    peer.send(make(number))
    peer.finish_sending()


@each(GROUP, ENDS, {
    "data without a length": lambda number: byte(message.CHANNEL_DATA) + uint32(number),
    "data with a length beyond the packet": lambda number: byte(message.CHANNEL_DATA) + uint32(number) + uint32(100) + b"x",
    "data with a length of 2^32-1": lambda number: byte(message.CHANNEL_DATA) + uint32(number) + uint32(0xFFFFFFFF) + b"x",
    "data with trailing bytes": lambda number: byte(message.CHANNEL_DATA) + uint32(number) + string(b"") + b"more",
    "extended data without a type": lambda number: byte(message.CHANNEL_EXTENDED_DATA) + uint32(number),
    "a window without a count": lambda number: byte(message.CHANNEL_WINDOW_ADJUST) + uint32(number),
    "a request without a name": lambda number: byte(message.CHANNEL_REQUEST) + uint32(number),
    "a request with a name beyond the packet": lambda number: byte(message.CHANNEL_REQUEST) + uint32(number) + uint32(50) + b"exec",
    "a request without want_reply": lambda number: byte(message.CHANNEL_REQUEST) + uint32(number) + string("exec"),
    "EOF without a number": lambda number: byte(message.CHANNEL_EOF),
    "CLOSE of three bytes": lambda number: byte(message.CHANNEL_CLOSE) + bytes(3),
})
def malformed(attack, make):
    peer, number = attack.in_session()
    peer.send(make(number))
    peer.finish_sending()


@each(GROUP, ENDS, {"2^32-1 twice": (0xFFFFFFFF, 0xFFFFFFFF), "one more than fits": (0xFFFFFFFF, 1)})
def a_window_that_overflows(attack, counts):
    """RFC 4254 section 5.2: a window must not grow beyond 2^32-1."""
    peer, number = attack.in_session(window=0xFFFFFFFF)
    peer.send_all(message.window_adjust(number, count) for count in counts)


@case(GROUP, ENDS)
def a_window_that_overflows_while_a_command_runs(attack):
    peer, number = attack.in_session(window=1000)
    peer.send(message.execute(number, "git-upload-pack '/team/small.git'"))
    peer.expect(message.CHANNEL_SUCCESS, message.CHANNEL_WINDOW_ADJUST)
    peer.send_all([message.window_adjust(number, 0xFFFFFFFF)] * 3)


@case(GROUP, LIVES)
def ten_thousand_windows_of_nothing(attack):
    peer, number = attack.in_session()
    peer.send_all([message.window_adjust(number, 0)] * 10000)
    peer.send(message.close(number))
    peer.expect(message.CHANNEL_CLOSE)
    return "closed as asked"


GLOBAL = {
    "tcpip-forward": string("0.0.0.0") + uint32(8080),
    "cancel-tcpip-forward": string("") + uint32(0),
    "streamlocal-forward@openssh.com": string("/tmp/socket"),
    "hostkeys-prove-00@openssh.com": string("nonsense"),
    "no-more-sessions@openssh.com": b"",
    "keepalive@openssh.com": b"",
    "": b"",
    "n" * 10000: b"",
}


@each(GROUP, LIVES, {name[:40] or "of no name": (name, rest) for name, rest in GLOBAL.items()})
def global_request(attack, value):
    name, rest = value
    peer = attack.inside()
    peer.send(message.global_request(name, True, rest))
    answer = peer.expect(message.REQUEST_SUCCESS, message.REQUEST_FAILURE)[0]
    if answer == message.REQUEST_SUCCESS and "forward" in name:
        raise Broken("a forwarding was granted")
    return message.NAMES[answer]


@each(GROUP, EITHER, {
    "an empty list": b"",
    "an empty blob": string(b""),
    "a length beyond the packet": uint32(500) + b"x",
    "1,000 blobs": string(b"x" * 20) * 1000,
    "the same unknown key 100 times": string(string("ssh-ed25519") + string(bytes(32))) * 100,
})
def a_proof_of_host_keys_for(attack, rest):
    peer = attack.inside()
    peer.send(message.global_request("hostkeys-prove-00@openssh.com", True, rest))
    return message.NAMES[peer.expect(message.REQUEST_SUCCESS, message.REQUEST_FAILURE)[0]]


@each(GROUP, ENDS, {
    "REQUEST_SUCCESS": byte(message.REQUEST_SUCCESS),
    "REQUEST_FAILURE": byte(message.REQUEST_FAILURE),
})
def an_answer_to_no_global_request(attack, payload):
    """Keepalives are asked every 15 s, so none is open now."""
    peer = attack.inside()
    peer.send(payload)
    peer.finish_sending()


@case(GROUP, EITHER)
def a_disconnect_in_mid_session(attack):
    peer, _ = attack.in_session()
    peer.send(byte(message.DISCONNECT) + uint32(11) + string("bye") + string(""))
    return peer.wait_for_end(8)


@each(GROUP, EITHER, {"cut": byte(message.DISCONNECT) + b"\0", "with a line break and invalid UTF-8":
                      byte(message.DISCONNECT) + uint32(11) + string(b"a\nAccepted publickey for root\xff") + string("")})
def a_disconnect(attack, payload):
    peer = attack.inside()
    peer.send(payload)
    peer.finish_sending()
    return peer.wait_for_end(8)


@each(GROUP, LIVES, {"64 bytes": 64, "30,000 bytes": 30000, "nothing": 0})
def ping(attack, count):
    """OpenSSH's ping@openssh.com is answered with the same bytes."""
    peer = attack.inside()
    peer.send(byte(message.PING) + string(bytes(count)))
    reader = Reader(peer.expect(message.PONG)[1:])
    if len(reader.string()) != count:
        raise Broken("the answer has another length")
    return "PONG"


@case(GROUP, LIVES)
def unknown_messages_after_login(attack):
    """RFC 4253 section 11.4: UNIMPLEMENTED, and on it goes."""
    peer = attack.inside()
    peer.send(byte(150) + b"whatever")
    peer.expect(message.UNIMPLEMENTED)
    return "UNIMPLEMENTED"


@case(GROUP, ENDS)
def a_user_authentication_answer_after_login(attack):
    peer = attack.inside()
    peer.send(byte(message.USERAUTH_SUCCESS))


@case(GROUP, ENDS)
def a_service_request_after_login(attack):
    peer = attack.inside()
    peer.send(message.service_request("ssh-connection"))
    peer.finish_sending()


