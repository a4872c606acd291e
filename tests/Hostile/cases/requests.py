"""Channel requests: what a session may be asked for, how often, and how long the question may be."""

import message
from case import EITHER, ENDS, LIVES, case, each
from peer import Broken, Ended
from wire import Reader, boolean, byte, string, uint32

GROUP = "requests"
GOOD = "git-upload-pack '/team/small.git'"


def outcome(peer):
    """What becomes of a command: refused, or the exit status and what was said on standard error."""
    said, status = b"", None
    while True:
        payload = peer.receive()
        reader = Reader(payload[1:])
        reader.uint32()
        if payload[0] == message.CHANNEL_FAILURE:
            return "refused"
        if payload[0] == message.CHANNEL_EXTENDED_DATA:
            reader.uint32()
            said += reader.string()
        elif payload[0] == message.CHANNEL_DATA:
            raise Broken(f"a command ran: {reader.string()[:60]!r}")
        elif payload[0] == message.CHANNEL_REQUEST and reader.string() == b"exit-status":
            reader.boolean()
            status = reader.uint32()
        elif payload[0] == message.CHANNEL_CLOSE:
            return f"exit status {status}: {said.decode()[:70].strip()!r}"


def still_serves(peer):
    _, status = peer.run(GOOD, sender=99)
    if status != 0:
        raise Broken(f"the next command ended with exit status {status}")


@each(GROUP, LIVES, {
    "of 34,000 bytes": "git-upload-pack '/team/" + "x" * 34000 + "'",
    "of 5,000 bytes": "git-upload-pack '/team/" + "x" * 5000 + "'",
    "that is empty": "",
    "with a NUL": "git-upload-pack '/team/small.git\0'",
    "with a line break": "git-upload-pack '/team/small.git'\nid",
    "with a second command": "git-upload-pack '/team/small.git'; id",
    "with a substitution": "git-upload-pack $(id)",
    "with backquotes": "git-upload-pack `id`",
    "with a pipe": "git-upload-pack '/team/small.git' | id",
    "with an option for a path": "git-upload-pack --upload-pack=id",
    "with an option before the path": "git-upload-pack --help '/team/small.git'",
    "with a way out of the folder": "git-upload-pack '/team/../../../../etc'",
    "with a way out in the middle": "git-upload-pack '/team/a/../../x.git'",
    "with an open quote": "git-upload-pack '/team/small.git",
    "with thousands of quotes": "git-upload-pack " + "''" * 1900,
    "in invalid UTF-8": b"git-upload-pack '/team/\xff\xfe.git'",
    "in an overlong form": b"git-upload-pack '/team/\xc0\xae\xc0\xae/x.git'",
    "with control characters": "git-upload-pack '/team/\x1b[2J\x07.git'",
    "of a shell": "sh -c id",
    "of blanks": " " * 4000,
    "that exists nowhere": "rm -rf /",
    "with a home folder": "git-upload-pack '~root/x.git'",
    "with two paths": "git-upload-pack '/team/small.git' '/team/big.git'",
    "of hg with an alias": "hg -R '/team/x' --config alias.serve=!id serve --stdio",
    "of hg with a debugger": "hg -R --debugger serve --stdio",
})
def a_command(attack, line):
    peer, number = attack.in_session()
    peer.send(message.execute(number, line))
    how = outcome(peer)
    still_serves(peer)
    return how


@case(GROUP, ENDS)
def a_command_of_1_mib_in_one_packet(attack):
    peer, number = attack.in_session()
    peer.send(message.execute(number, "x" * (1 << 20)))


@each(GROUP, LIVES, {
    "an x11 display": ("x11-req", boolean(False) + string("MIT-MAGIC-COOKIE-1") + string("00" * 16) + uint32(0)),
    "the agent": ("auth-agent-req@openssh.com", b""),
    "sftp": ("subsystem", string("sftp")),
    "a subsystem of no name": ("subsystem", string("")),
    "a subsystem of 30,000 bytes": ("subsystem", string("s" * 30000)),
    "nothing known": ("nonsense@example.org", b"\xff" * 1000),
    "a name of 30,000 bytes": ("n" * 30000, b""),
    "a break": ("break", uint32(0xFFFFFFFF)),
})
def asked_for(attack, value):
    kind, rest = value
    peer, number = attack.in_session()
    peer.send(message.channel_request(number, kind, True, rest))
    how = outcome(peer)
    still_serves(peer)
    return how


def terminal(columns=80, modes=b"\0", name="xterm"):
    return string(name) + uint32(columns) + uint32(24) + uint32(0) + uint32(0) + string(modes)


@each(GROUP, LIVES, {
    "of the usual size": terminal(),
    "of 2^32-1 columns": terminal(columns=0xFFFFFFFF),
    "with modes without an end": terminal(modes=b"\x01\x00\x00\x00\x03" * 4000),
    "with modes cut short": terminal(modes=b"\x01\x00"),
    "named by 30,000 bytes": terminal(name="t" * 30000),
})
def a_terminal_and_a_shell(attack, rest):
    """Greeted and shown out; no shell."""
    peer, number = attack.in_session()
    peer.send(message.channel_request(number, "pty-req", False, rest))
    peer.send(message.channel_request(number, "shell", True))
    said, status = b"", None
    while True:
        payload = peer.receive()
        reader = Reader(payload[1:])
        reader.uint32()
        if payload[0] == message.CHANNEL_EXTENDED_DATA:
            reader.uint32()
        if payload[0] in (message.CHANNEL_DATA, message.CHANNEL_EXTENDED_DATA):
            said += reader.string()
        if payload[0] == message.CHANNEL_REQUEST and reader.string() == b"exit-status":
            reader.boolean()
            status = reader.uint32()
        if payload[0] == message.CHANNEL_CLOSE:
            break
    still_serves(peer)
    return f"exit status {status}: {said.decode()[:60].strip()!r}"


@each(GROUP, EITHER, {
    "a terminal without anything": ("pty-req", b""),
    "a terminal cut short": ("pty-req", string("xterm") + uint32(80)),
    "a command without a line": ("exec", b""),
    "a command whose length is beyond the packet": ("exec", uint32(5000) + b"git"),
    "a command whose length is 2^32-1": ("exec", uint32(0xFFFFFFFF) + b"git"),
    "a command with trailing bytes": ("exec", string(GOOD) + b"more"),
    "a variable without a value": ("env", string("LANG")),
    "a variable of lengths beyond the packet": ("env", uint32(9) + b"LANG" + uint32(0xFFFFFFFF)),
    "a shell with a body": ("shell", b"body"),
    "a signal without a name": ("signal", b""),
    "a window change cut short": ("window-change", b"\0"),
    "an exit status": ("exit-status", uint32(0)),
    "an exit signal": ("exit-signal", string("SEGV") + boolean(True) + string("") + string("")),
    "keepalive": ("keepalive@openssh.com", b""),
    "eow": ("eow@openssh.com", b""),
    "an empty name": ("", b""),
})
def malformed_or_odd(attack, value):
    kind, rest = value
    peer, number = attack.in_session()
    peer.send(message.channel_request(number, kind, True, rest))
    payload = peer.receive()
    peer.finish_sending()
    return f"{message.NAMES[payload[0]]}, then {peer.wait_for_end(8)}"


@each(GROUP, LIVES, {
    "10,000 small ones": (10_000, "LANG", "C", False),
    "10,000 with answers": (10_000, "LANG", "C", True),
    "500 with values of 30,000 bytes": (500, "LC_ALL", "v" * 30000, False),
    "500 with names of 30,000 bytes": (500, "LC_" + "n" * 30000, "v", False),
    "10,000 that are not accepted": (10_000, "LD_PRELOAD", "/tmp/x.so", False),
    "one with a NUL": (1, "LANG", "C\0LD_PRELOAD=x", False),
    "one with an equals sign in its name": (1, "LANG=x\nLD_PRELOAD", "y", False),
    "one in invalid UTF-8": (1, b"LC_\xff", b"\xfe\xff", False),
    "one of no name": (1, "", "", True),
})
def variables(attack, value):
    count, name, text, want_reply = value
    peer, number = attack.in_session()
    for _ in range(0, count, 500):
        batch = min(500, count)
        peer.send_all([message.environment(number, name, text, want_reply)] * batch)
        if want_reply:
            for _ in range(batch):
                peer.expect(message.CHANNEL_SUCCESS, message.CHANNEL_FAILURE)
    peer.send(message.execute(number, GOOD))
    while peer.receive()[0] != message.CHANNEL_SUCCESS:
        pass
    return "the command still ran"


@case(GROUP, LIVES)
def ten_thousand_different_variables(attack):
    peer, number = attack.in_session()
    peer.send_all(message.environment(number, f"LC_{count}", "x" * 100) for count in range(10_000))
    peer.send(message.execute(number, GOOD))
    while peer.receive()[0] != message.CHANNEL_SUCCESS:
        pass
    return "the command still ran"


@case(GROUP, LIVES)
def two_commands_on_one_channel(attack):
    peer, number = attack.in_session()
    peer.send_all([message.execute(number, GOOD), message.execute(number, "git-upload-pack '/team/big.git'")])
    answers = []
    while len(answers) < 2:
        payload = peer.receive()
        if payload[0] in (message.CHANNEL_SUCCESS, message.CHANNEL_FAILURE):
            answers.append(message.NAMES[payload[0]])
    if answers.count("CHANNEL_SUCCESS") > 1:
        raise Broken("two commands were granted on one channel")
    return " and ".join(answers)


@case(GROUP, EITHER)
def a_hundred_thousand_requests_after_the_command(attack):
    """Signals and the like wait for the backend's answer: not all of them, and not for ever."""
    peer, number = attack.in_session()
    peer.send(message.execute(number, "git-upload-pack '/team/big.git'", False))
    peer.send_all([message.channel_request(number, "signal", False, string("TERM"))] * 100_000)
    peer.send(message.close(number))
    while peer.receive()[0] != message.CHANNEL_CLOSE:
        pass
    return "closed as asked"


@case(GROUP, EITHER)
def ten_thousand_requests_with_answers_after_the_command(attack):
    peer, number = attack.in_session()
    peer.send(message.execute(number, "git-upload-pack '/team/big.git'"))
    peer.send_all([message.channel_request(number, "nonsense", True)] * 10_000)
    peer.send(message.close(number))
    while peer.receive()[0] != message.CHANNEL_CLOSE:
        pass
    return "closed as asked"


@each(GROUP, EITHER, {"HUP": "HUP", "an unknown one": "NONSENSE", "one of 30,000 bytes": "S" * 30000, "one with a NUL": "TERM\0"})
def signal(attack, name):
    peer, number = attack.in_session()
    peer.send(message.execute(number, "git-upload-pack '/team/big.git'"))
    while peer.receive()[0] != message.CHANNEL_SUCCESS:
        pass
    peer.send(message.channel_request(number, "signal", False, string(name)))
    peer.send(message.close(number))
    try:
        while peer.receive()[0] != message.CHANNEL_CLOSE:
            pass
    except Ended as end:
        return str(end)
    still_serves(peer)
    return "closed as asked, and the next command runs"


@case(GROUP, ENDS)
def a_request_for_nothing(attack):
    peer, _ = attack.in_session()
    peer.send(byte(message.CHANNEL_REQUEST))
