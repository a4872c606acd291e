"""KEXINIT (RFC 4253 section 7.1): name lists, guesses, orders, and strict key exchange."""

import message
from case import EITHER, ENDS, LIVES, case, each
from wire import boolean, byte, name_list, string, uint32

GROUP = "proposals"


def kexinit_with_first_list(first):
    rest = [("ssh-ed25519",), ("aes128-gcm@openssh.com",), ("aes128-gcm@openssh.com",), ("hmac-sha2-256",), ("hmac-sha2-256",),
            ("none",), ("none",), (), ()]
    return (byte(message.KEXINIT) + bytes(16) + first + b"".join(name_list(names) for names in rest) + boolean(False) + uint32(0))


GOOD = "curve25519-sha256"


@each(GROUP, ENDS, {
    "nothing in common": name_list(("none-of-yours",)),
    "an empty list": string(""),
    "a length beyond the packet": uint32(4096) + b"curve25519-sha256",
    "a length of 2^32-1": uint32(0xFFFFFFFF) + b"curve25519-sha256",
    "a length of 2^31": uint32(0x80000000) + b"curve25519-sha256",
    "30,000 bytes of one name": string("x" * 30000),
    "the right name with a blank": string("curve25519-sha256 "),
    "the right name in capitals": string("CURVE25519-SHA256"),
    "the right name with a NUL": string("curve25519-sha256\0"),
    "markers alone": name_list(("ext-info-c", "kex-strict-c-v00@openssh.com")),
    "the server's markers alone": name_list(("ext-info-s", "kex-strict-s-v00@openssh.com")),
})
def first_list_is(attack, first):
    peer = attack.identified()
    peer.send(kexinit_with_first_list(first))


@each(GROUP, EITHER, {
    "200 empty names": ("",) * 200,
    "an empty name": ("",),
    "control characters": ("\x01\x02\x03",),
    "a line break": ("x\r\ny",),
    "a NUL": ("x\0y",),
    "invalid UTF-8": (b"\xc3\x28",),
    "a name of 65 characters": ("x" * 65,),
    "a name of 30,000 characters": ("x" * 30000,),
})
def malformed_names_before_a_good_one(attack, names):
    """RFC 4251 section 6 forbids such names; to step over them harms nobody, and to refuse them is as right."""
    peer = attack.identified()
    peer.propose(names=(*names, "curve25519-sha256"), strict=False)
    peer.hear_proposal()
    peer.agree()
    return "keys were exchanged"


@each(GROUP, EITHER, {
    "10,000 names": [f"n{number}" for number in range(4990)] + [GOOD],
    "30,000 bytes": ["x" * 60] * 480 + [GOOD],
    "the same name 1,000 times": [GOOD] * 1000,
})
def long_lists(attack, names):
    """More than any client has, in a packet that is not too long (RFC 4253 section 6.1)."""
    peer = attack.identified()
    peer.propose(names=names, strict=False)
    peer.hear_proposal()
    peer.agree()
    return "keys were exchanged"


@case(GROUP, ENDS)
def ten_thousand_names_of_four_bytes(attack):
    peer = attack.identified()
    peer.propose(names=[f"{number:04d}" for number in range(10000)])


@each(GROUP, ENDS, {f"{count} bytes": count for count in (0, 1, 15, 16, 17, 20, 40, 80, 100)})
def cut_after(attack, count):
    peer = attack.identified()
    peer.send(byte(message.KEXINIT) + message.kexinit()[1:][:count])


@case(GROUP, ENDS)
def trailing_bytes(attack):
    peer = attack.identified()
    peer.send(message.kexinit() + b"more")
    peer.finish_sending()


@case(GROUP, LIVES)
def a_reserved_field_that_is_not_zero(attack):
    """RFC 4253 section 7.1 reserves it for later: who sets it is no enemy."""
    peer = attack.identified()
    peer.exchange_keys(rest=uint32(7))
    return "keys were exchanged"


@case(GROUP, ENDS)
def a_second_proposal_before_the_first_is_done(attack):
    peer = attack.identified()
    peer.propose()
    peer.hear_proposal()
    peer.send(peer.client_kexinit)


@case(GROUP, ENDS)
def a_second_proposal_between_secret_and_new_keys(attack):
    peer = attack.identified()
    peer.propose()
    peer.hear_proposal()
    peer.ask_secret()
    peer.hear_secret()
    peer.send(peer.client_kexinit)


@case(GROUP, LIVES)
def a_guess_for_the_agreed_method_that_is_not_our_first(attack):
    """RFC 4253 section 7: right is only a guess of both sides' first method, so this one goes unread and is sent again."""
    peer = attack.identified()
    peer.propose(guess=True)
    peer.ask_secret()
    peer.hear_proposal()
    peer.agree()
    return "keys were exchanged"


@each(GROUP, LIVES, {"a wrong one": b"\x1e" + string(b"nonsense"), "an empty one": b"\x1e", "another method's": b"\x22" + uint32(1) * 3})
def a_guess_is_ignored_when_it_is_wrong(attack, guessed):
    """RFC 4253 section 7: the guess was for the client's first method, the server's first is another, so it goes unread."""
    peer = attack.identified()
    peer.propose(names=("ecdh-sha2-nistp521", "curve25519-sha256"), kex="ecdh-sha2-nistp521", guess=True)
    peer.send(guessed)
    peer.hear_proposal()
    peer.agree()
    return "keys were exchanged"


@case(GROUP, ENDS)
def two_wrong_guesses(attack):
    peer = attack.identified()
    peer.propose(names=("ecdh-sha2-nistp521", "curve25519-sha256"), kex="ecdh-sha2-nistp521", guess=True)
    peer.hear_proposal()
    peer.send(b"\x1e" + string(b"nonsense"))
    peer.send(b"\x1e" + string(b"nonsense"))


TALK = {
    "IGNORE": byte(message.IGNORE) + string(b"x"),
    "DEBUG": byte(message.DEBUG) + boolean(False) + string("x") + string(""),
    "UNIMPLEMENTED": byte(message.UNIMPLEMENTED) + uint32(0),
    "PING": byte(message.PING) + string("x"),
    "EXT_INFO": byte(message.EXT_INFO) + uint32(0),
    "an unknown number": byte(60),
    "a service request": message.service_request(),
    "a global request": message.global_request("keepalive@openssh.com"),
}


@each(GROUP, ENDS, TALK)
def strict_before_the_proposal(attack, talk):
    """Terrapin: what comes before KEXINIT is sealed by nothing and would shift the numbers of what follows."""
    peer = attack.identified()
    peer.send(talk)
    peer.propose()


@each(GROUP, ENDS, TALK)
def strict_before_the_secret(attack, talk):
    peer = attack.identified()
    peer.propose()
    peer.send(talk)


@each(GROUP, ENDS, TALK)
def strict_before_new_keys(attack, talk):
    peer = attack.identified()
    peer.propose()
    peer.hear_proposal()
    peer.ask_secret()
    peer.hear_secret()
    peer.send(talk)


@case(GROUP, ENDS)
def strict_without_resetting_the_sequence_number(attack):
    """The first packet after NEWKEYS is sealed under number 3 rather than 0: only its tag can tell."""
    peer = attack.identified()
    peer.propose(cipher="chacha20-poly1305@openssh.com")
    peer.hear_proposal()
    peer.ask_secret()
    peer.hear_secret()
    peer.take_keys()
    peer.sent = 3
    peer.send(message.service_request())


@case(GROUP, LIVES)
def not_strict_with_an_ignore_between(attack):
    """Without the marker the old rules hold: IGNORE is legal at any time."""
    peer = attack.identified()
    peer.propose(strict=False, cipher="aes128-ctr")
    peer.hear_proposal()
    peer.send(byte(message.IGNORE) + string(b"x"))
    peer.agree()
    peer.ask_service()
    return "service accepted"


@case(GROUP, ENDS)
def only_zlib_offered(attack):
    peer = attack.identified()
    peer.propose(compression=("zlib", "zlib@openssh.com"))
