"""The client's half of a key agreement: points and numbers that give the secret away, or are none."""

import agreement
import message
from case import EITHER, ENDS, LIVES, case, each
from wire import byte, mpint, string, uint32

GROUP = "agreements"

P25519 = 2 ** 255 - 19


def little(value):
    return (value & (2 ** 256 - 1)).to_bytes(32, "little")


# The points of small order on the curve and on its twist, and their forms that are not reduced (RFC 7748 section 6.1).
LOW_ORDER = {
    "zero": little(0),
    "one": little(1),
    "of order 8": bytes.fromhex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
    "another of order 8": bytes.fromhex("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"),
    "p-1": little(P25519 - 1),
    "p": little(P25519),
    "p+1": little(P25519 + 1),
    "p with the top bit": little(P25519 + (1 << 255)),
    "zero with the top bit": little(1 << 255),
}


def offers(attack, kex, payload):
    peer = attack.identified()
    peer.propose(kex=kex)
    peer.hear_proposal()
    peer.send(payload)


@each(GROUP, ENDS, LOW_ORDER)
def curve25519_point(attack, point):
    offers(attack, "curve25519-sha256", byte(message.KEX_INIT) + string(point))


@each(GROUP, ENDS, {
    "nothing": b"",
    "an empty point": string(b""),
    "31 bytes": string(b"\x09" + bytes(30)),
    "33 bytes": string(b"\x09" + bytes(32)),
    "20,000 bytes": string(b"\x09" * 20000),
    "a length beyond the packet": uint32(33) + b"\x09" * 32,
    "a length of 2^32-1": uint32(0xFFFFFFFF) + b"\x09" * 32,
    "trailing bytes": string(b"\x09" + bytes(31)) + b"more",
})
def curve25519_value(attack, value):
    offers(attack, "curve25519-sha256", byte(message.KEX_INIT) + value)


def invalid_points():
    size = 32
    prime = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF
    generator_x = bytes.fromhex("6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296")
    generator_y = bytes.fromhex("4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5")
    return {
        "at infinity": b"\x00",
        "at zero": b"\x04" + bytes(2 * size),
        "not on the curve": b"\x04" + generator_x + generator_y[:-1] + b"\xf4",
        "of another curve": b"\x04" + (5).to_bytes(size, "big") + (1).to_bytes(size, "big"),
        "coordinate p": b"\x04" + prime.to_bytes(size, "big") + generator_y,
        "coordinates of ones": b"\x04" + b"\xff" * (2 * size),
        "compressed": b"\x03" + generator_x,
        "hybrid": b"\x07" + generator_x + generator_y,
        "of form 5": b"\x05" + generator_x + generator_y,
        "a byte short": b"\x04" + generator_x + generator_y[:-1],
        "a byte long": b"\x04" + generator_x + generator_y + b"\x00",
        "empty": b"",
    }


@each(GROUP, ENDS, invalid_points())
def nistp256_point(attack, point):
    offers(attack, "ecdh-sha2-nistp256", byte(message.KEX_INIT) + string(point))


@each(GROUP, ENDS, {
    "nistp384": ("ecdh-sha2-nistp384", 48),
    "nistp521": ("ecdh-sha2-nistp521", 66),
})
def point_of_ones(attack, choice):
    kex, size = choice
    offers(attack, kex, byte(message.KEX_INIT) + string(b"\x04" + b"\xff" * (2 * size)))


P14, P16 = agreement.GROUP14, agreement.GROUP16


@each(GROUP, ENDS, {
    "e = 0": mpint(0),
    "e = 1": mpint(1),
    "e = p-1": mpint(P14 - 1),
    "e = p": mpint(P14),
    "e = p+1": mpint(P14 + 1),
    "e = p^2": mpint(P14 * P14),
    "e = -1": string(b"\xff"),
    "e negative": string(b"\x80" + bytes(255)),
    "e with zeros before": string(bytes(32) + mpint(P14 - 2)[4:]),
    "e of 30,000 bytes": string(b"\x01" * 30000),
    "nothing": b"",
    "a length beyond the packet": uint32(1000) + b"\x01" * 256,
})
def group14(attack, value):
    offers(attack, "diffie-hellman-group14-sha256", byte(message.KEX_INIT) + value)


@each(GROUP, ENDS, {"e = 1": mpint(1), "e = p-1": mpint(P16 - 1), "e = 4p": mpint(4 * P16)})
def group16(attack, value):
    offers(attack, "diffie-hellman-group16-sha512", byte(message.KEX_INIT) + value)


@each(GROUP, ENDS, {
    "largest below 2048": (0, 1024, 1024),
    "zeros": (0, 0, 0),
    "smallest beyond 8192": (16384, 16384, 16384),
    "in the wrong order": (8192, 4096, 2048),
    "preferred outside": (2048, 512, 8192),
    "ones of 32 bits": (0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF),
})
def group_exchange_sizes(attack, sizes):
    offers(attack, "diffie-hellman-group-exchange-sha256", byte(message.GEX_REQUEST) + b"".join(uint32(size) for size in sizes))


@each(GROUP, ENDS, {"e = 0": 0, "e = 1": 1, "e = p-1": -1})
def group_exchange_value(attack, value):
    peer = attack.identified()
    peer.propose(kex="diffie-hellman-group-exchange-sha256")
    peer.hear_proposal()
    peer.send(byte(message.GEX_REQUEST) + uint32(2048) + uint32(2048) + uint32(8192))
    from wire import Reader
    prime = Reader(peer.expect(message.KEX_REPLY)[1:]).mpint()
    peer.send(byte(message.GEX_INIT) + mpint(value if value >= 0 else prime - 1))


@case(GROUP, ENDS)
def group_exchange_value_before_the_group(attack):
    offers(attack, "diffie-hellman-group-exchange-sha256", byte(message.GEX_INIT) + mpint(4))


@case(GROUP, ENDS)
def group_exchange_asked_twice(attack):
    peer = attack.identified()
    peer.propose(kex="diffie-hellman-group-exchange-sha256")
    peer.hear_proposal()
    for _ in range(2):
        peer.send(byte(message.GEX_REQUEST) + uint32(2048) + uint32(2048) + uint32(8192))


@each(GROUP, ENDS, {
    "empty": string(b""),
    "X25519's half alone": string(b"\x09" * 32),
    "of ones": string(b"\xff" * (1184 + 32)),
    "a byte short": string(b"\x01" * (1184 + 31)),
    "a byte long": string(b"\x01" * (1184 + 33)),
    "a good first half and a zero point": string(bytes(1184) + bytes(32)),
})
def mlkem768_value(attack, value):
    offers(attack, "mlkem768x25519-sha256", byte(message.KEX_INIT) + value)


@each(GROUP, ENDS, {
    "empty": string(b""),
    "a byte short": string(b"\x01" * (1158 + 31)),
    "a byte long": string(b"\x01" * (1158 + 33)),
    "of ones with a zero point": string(b"\xff" * 1158 + bytes(32)),
})
def sntrup761_value(attack, value):
    offers(attack, "sntrup761x25519-sha512", byte(message.KEX_INIT) + value)


@case(GROUP, ENDS)
def the_servers_own_reply(attack):
    offers(attack, "curve25519-sha256", byte(message.KEX_REPLY) + string(b"x") * 3)


@case(GROUP, ENDS)
def new_keys_without_a_secret(attack):
    offers(attack, "curve25519-sha256", byte(message.NEWKEYS))


@case(GROUP, ENDS)
def new_keys_before_the_proposal(attack):
    attack.identified().send(byte(message.NEWKEYS))


@case(GROUP, ENDS)
def the_secret_before_the_proposal(attack):
    attack.identified().send(byte(message.KEX_INIT) + string(b"\x09" + bytes(31)))


@case(GROUP, ENDS)
def the_secret_twice(attack):
    peer = attack.identified()
    peer.propose()
    peer.hear_proposal()
    peer.ask_secret()
    peer.hear_secret()
    peer.send(byte(message.KEX_INIT) + peer.public)


@case(GROUP, ENDS)
def new_keys_with_a_body(attack):
    peer = attack.identified()
    peer.propose()
    peer.hear_proposal()
    peer.ask_secret()
    peer.hear_secret()
    peer.send(byte(message.NEWKEYS) + b"body")
    peer.finish_sending()


@case(GROUP, ENDS)
def new_keys_twice(attack):
    peer = attack.keyed()
    peer.send(byte(message.NEWKEYS))


@case(GROUP, ENDS)
def plain_after_new_keys(attack):
    """The service request unsealed, where sealed packets are due."""
    from protection import Plain
    peer = attack.keyed()
    peer.outbound = Plain()
    peer.send(message.service_request())
    peer.send(byte(message.IGNORE) + string(bytes(4096)))
    peer.finish_sending()


@case(GROUP, EITHER, name="a group of 2048 bits by group exchange is fine")
def group_exchange_fine(attack):
    offers(attack, "diffie-hellman-group-exchange-sha256", byte(message.GEX_REQUEST) + uint32(2048) + uint32(3072) + uint32(8192))
    peer = attack.peers[-1]
    peer.expect(message.KEX_REPLY)
    return "a group came"


@each(GROUP, LIVES, {name: name for name in agreement.ALGORITHMS})
def an_honest_agreement(attack, kex):
    attack.keyed(kex=kex).ask_service()
    return "service accepted"
