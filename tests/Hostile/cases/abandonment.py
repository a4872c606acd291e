"""A good conversation that stops after each of its steps: with RST, with half an end, or in the middle of a packet."""

import message
from case import EITHER, Case, CASES
from peer import Broken
from wire import Reader

from .data import ASK_ALL, BIG

GROUP = "abandonment"


def conversation(peer, identity):
    """Says and hears one thing at a time; gives the name of each step after it is done."""
    yield "connected"
    peer.send_raw(peer.identification + b"\r\n")
    yield "identification sent"
    peer.server_identification = peer.read_line()
    yield "identification heard"
    yield from key_exchange(peer, "", "aes128-gcm@openssh.com")
    peer.send(message.service_request())
    yield "service asked for"
    peer.expect(message.SERVICE_ACCEPT)
    yield "service accepted"
    peer.send(identity.query())
    yield "question about the key sent"
    peer.expect(message.USERAUTH_PK_OK)
    yield "answer to it heard"
    peer.send(identity.request(peer.session_id))
    yield "signature sent"
    peer.expect(message.USERAUTH_SUCCESS)
    yield "login heard"
    peer.send(message.channel_open())
    yield "channel asked for"
    reader = Reader(peer.expect(message.CHANNEL_OPEN_CONFIRMATION)[1:])
    reader.uint32()
    number = reader.uint32()
    yield "channel confirmed"
    peer.send(message.environment(number, "GIT_PROTOCOL", "version=2"))
    yield "variable sent"
    peer.send(message.execute(number, BIG))
    yield "command sent"
    confirmed = granted = False
    while not (confirmed and granted):
        answer = peer.receive()[0]
        confirmed |= answer == message.CHANNEL_SUCCESS
        granted |= answer == message.CHANNEL_WINDOW_ADJUST
    yield "command confirmed"
    peer.send(message.channel_data(number, ASK_ALL))
    yield "data sent"
    peer.send(message.eof(number))
    yield "EOF sent"
    while peer.receive()[0] != message.CHANNEL_DATA:
        pass
    yield "data heard"
    peer.send(message.window_adjust(number, 1 << 20))
    yield "window sent"
    # Its tags prove the sequence numbers as well, which go on or start again where the keys change.
    yield from key_exchange(peer, "second ", "chacha20-poly1305@openssh.com")
    peer.send(message.channel_request(number, "signal", False, b"\0\0\0\4TERM"))
    yield "signal sent"
    peer.send(message.close(number))
    yield "CLOSE sent"
    while peer.receive()[0] != message.CHANNEL_CLOSE:
        pass
    yield "CLOSE heard"
    peer.send(message.channel_open(sender=1))
    yield "second channel asked for"


def key_exchange(peer, which, cipher):
    peer.propose(cipher=cipher)
    yield f"{which}proposal sent"
    while True:
        payload = peer.receive()
        if payload[0] == message.KEXINIT:
            break
        if payload[0] not in (message.CHANNEL_DATA, message.CHANNEL_WINDOW_ADJUST):
            raise Broken(f"{message.NAMES[payload[0]]} came before the proposal")
    yield f"{which}proposal heard"
    peer.ask_secret()
    yield f"{which}secret sent"
    peer.hear_secret()
    yield f"{which}secret heard"
    peer.take_keys()
    yield f"{which}NEWKEYS sent"
    peer.hear_keys()
    yield f"{which}NEWKEYS heard"


STEPS = ["connected", "identification sent", "identification heard", "proposal sent", "proposal heard", "secret sent", "secret heard",
         "NEWKEYS sent", "NEWKEYS heard", "service asked for", "service accepted", "question about the key sent", "answer to it heard",
         "signature sent", "login heard", "channel asked for", "channel confirmed", "variable sent", "command sent",
         "command confirmed", "data sent", "EOF sent", "data heard", "window sent", "second proposal sent", "second proposal heard",
         "second secret sent", "second secret heard", "second NEWKEYS sent", "second NEWKEYS heard", "signal sent", "CLOSE sent",
         "CLOSE heard", "second channel asked for"]


def follow_to(attack, step):
    """Goes through the conversation up to a step that must come."""
    peer = attack.dial()
    for done in conversation(peer, attack.site.alice):
        if done == step:
            return peer
    raise Broken(f"the conversation has no step `{step}`")


def with_reset(attack, step):
    follow_to(attack, step).reset()
    return "reset by us"


def with_half_an_end(attack, step):
    """The proxy must let go of who says no more, unless a command still sends: then when that is over."""
    peer = follow_to(attack, step)
    peer.finish_sending()
    return peer.wait_for_end(12)


def in_a_packet(attack, step):
    """Seven bytes of one more packet, then RST."""
    peer = follow_to(attack, step)
    peer.send_raw(peer.sealed(b"\x02\0\0\0\4talk")[:7] if step != "connected" else b"SSH-2.0")
    peer.reset()
    return "reset by us"


for manner in (with_reset, with_half_an_end, in_a_packet):
    for place in STEPS:
        CASES.append(Case(GROUP, f"{manner.__name__.replace('_', ' ')} after: {place}", EITHER,
                          lambda attack, manner=manner, place=place: manner(attack, place)))
