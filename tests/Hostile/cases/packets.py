"""Binary packets (RFC 4253 section 6) with lengths, padding and tags that lie: plain, and under each kind of cipher."""

import os

import message
from case import ENDS, LIVES, case, each
from wire import byte, string, uint32

GROUP = "packets"

CIPHERS = {
    "aes128-gcm": {"cipher": "aes128-gcm@openssh.com"},
    "aes256-gcm": {"cipher": "aes256-gcm@openssh.com"},
    "chacha20-poly1305": {"cipher": "chacha20-poly1305@openssh.com"},
    "aes128-ctr and a mac": {"cipher": "aes128-ctr", "mac": "hmac-sha2-256"},
    "aes128-ctr and an etm mac": {"cipher": "aes128-ctr", "mac": "hmac-sha2-256-etm@openssh.com"},
}

LENGTHS = {"0": 0, "1": 1, "4": 4, "5": 5, "11": 11, "35,001": 35001, "65,536": 65536, "2^20": 1 << 20, "2^28": 1 << 28,
           "2^31-1": 0x7FFFFFFF, "2^31": 0x80000000, "2^32-4": 0xFFFFFFFC, "2^32-1": 0xFFFFFFFF}


@each(GROUP, ENDS, LENGTHS)
def plain_length(attack, length):
    peer = attack.identified()
    peer.send_raw(uint32(length) + os.urandom(64))
    peer.finish_sending()


@each(GROUP, ENDS, {"0": 0, "1": 1, "3": 3, "all of it": 11, "one more than it": 12, "255": 255})
def plain_padding_in_a_packet_of_12(attack, padding):
    peer = attack.identified()
    peer.send_raw(uint32(12) + bytes([padding]) + byte(message.IGNORE) + bytes(10))
    peer.finish_sending()


@case(GROUP, ENDS)
def plain_packet_without_a_payload(attack):
    peer = attack.identified()
    peer.send_raw(uint32(12) + b"\x0b" + bytes(11))


SEALED_LENGTHS = {f"{length} under {cipher}": (value, choice)
                  for length, value in LENGTHS.items() for cipher, choice in CIPHERS.items()
                  if length in ("0", "5", "35,001", "2^28", "2^32-1")}


@each(GROUP, ENDS, SEALED_LENGTHS)
def length(attack, value):
    declared, choice = value
    peer = attack.keyed(**choice)
    peer.send_raw(peer.sealed(message.service_request(), declared=declared) + os.urandom(1024))
    peer.finish_sending()


@each(GROUP, ENDS, CIPHERS)
def a_flipped_bit_in_the_tag(attack, choice):
    peer = attack.keyed(**choice)
    packet = bytearray(peer.sealed(message.service_request()))
    packet[-1] ^= 1
    peer.send_raw(packet)


@each(GROUP, ENDS, CIPHERS)
def a_flipped_bit_in_the_body(attack, choice):
    peer = attack.keyed(**choice)
    packet = bytearray(peer.sealed(message.service_request()))
    packet[9] ^= 0x80
    peer.send_raw(packet)
    peer.finish_sending()


@each(GROUP, ENDS, CIPHERS)
def a_packet_twice(attack, choice):
    peer = attack.keyed(**choice)
    packet = peer.sealed(byte(message.IGNORE) + string(bytes(64)))
    peer.send_raw(packet + packet)
    peer.finish_sending()


@each(GROUP, ENDS, CIPHERS)
def two_packets_in_the_wrong_order(attack, choice):
    peer = attack.keyed(**choice)
    first, second = (peer.sealed(byte(message.IGNORE) + string(bytes(64))) for _ in range(2))
    peer.send_raw(second + first)
    peer.finish_sending()


@each(GROUP, ENDS, CIPHERS)
def a_packet_left_out(attack, choice):
    peer = attack.keyed(**choice)
    peer.sealed(byte(message.IGNORE) + string(bytes(64)))
    peer.send(message.service_request())
    peer.finish_sending()


@each(GROUP, ENDS, CIPHERS)
def noise_in_place_of_packets(attack, choice):
    peer = attack.keyed(**choice)
    peer.send_raw(os.urandom(65536))
    peer.finish_sending()


@each(GROUP, ENDS, {f"{padding} under {name}": (padding, choice) for padding in (0, 3) for name, choice in CIPHERS.items()})
def padding_too_short(attack, value):
    """At least 4 bytes are due; the payload is made such that the packet's length is right for the cipher all the same."""
    padding, choice = value
    peer = attack.keyed(**choice)
    block, apart = peer.outbound.block, peer.outbound.length_apart
    talk = byte(message.IGNORE) + string(b"")
    while (len(talk) + 1 + padding + (0 if apart else 4)) % block:
        talk = byte(message.IGNORE) + string(bytes(len(talk) - 4))
    peer.send(talk, padding=padding)


@each(GROUP, ENDS, CIPHERS)
def nothing_but_padding(attack, choice):
    attack.keyed(**choice).send(b"")


@each(GROUP, ENDS, CIPHERS)
def padding_longer_than_the_packet(attack, choice):
    peer = attack.keyed(**choice)
    body = bytearray(peer.outbound.frame(message.service_request()))
    body[0] = 255
    peer.send_raw(peer.outbound.seal(peer.sent, bytes(body)))


@each(GROUP, LIVES, CIPHERS)
def the_longest_padding(attack, choice):
    peer = attack.keyed(**choice)
    block, apart = peer.outbound.block, peer.outbound.length_apart
    payload = message.service_request()
    padding = 255 - (255 + 1 + len(payload) + (0 if apart else 4)) % block
    peer.send(payload, padding=padding)
    peer.expect(message.SERVICE_ACCEPT)
    return "service accepted"


@each(GROUP, ENDS, CIPHERS)
def a_packet_of_36000_bytes(attack, choice):
    attack.keyed(**choice).send(byte(message.IGNORE) + string(bytes(36000)))


@each(GROUP, LIVES, CIPHERS)
def a_packet_of_34000_bytes(attack, choice):
    peer = attack.keyed(**choice)
    peer.send(byte(message.IGNORE) + string(bytes(34000)))
    peer.ask_service()
    return "service accepted"


@case(GROUP, ENDS)
def compressed_data_while_none_was_agreed(attack):
    import zlib
    peer = attack.at_login()
    peer.send(zlib.compress(attack.site.alice.query()))
    peer.finish_sending()
