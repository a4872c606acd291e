"""Key exchanges after the first one: out of order, without end, without a break."""

import message
from case import EITHER, ENDS, LIVES, case, each
from wire import byte, string

GROUP = "rekeying"
SMALL = "git-upload-pack '/team/small.git'"


def begun(attack):
    """A logged in connection in the middle of a second key exchange."""
    peer = attack.inside()
    peer.propose()
    peer.hear_proposal()
    return peer


@case(GROUP, EITHER)
def before_the_login(attack):
    """Legal, if odd; a client that does nothing else must come to an end (next case)."""
    peer = attack.keyed()
    peer.exchange_keys()
    peer.ask_service().login(attack.site.alice)
    return "logged in under the second keys"


@case(GROUP, ENDS)
def before_the_login_again_and_again(attack):
    peer = attack.keyed()
    for _ in range(1000):
        peer.exchange_keys()


@case(GROUP, EITHER)
def two_hundred_times_after_the_login(attack):
    """OpenSSH sets no bound; each costs the client as much as the proxy."""
    peer = attack.inside()
    for _ in range(200):
        peer.exchange_keys()
    _, status = peer.run(SMALL)
    return f"all were done; exit status {status}"


@case(GROUP, LIVES)
def to_other_algorithms(attack):
    peer = attack.inside()
    for cipher in ("chacha20-poly1305@openssh.com", "aes128-ctr", "aes256-gcm@openssh.com", "aes128-gcm@openssh.com"):
        peer.exchange_keys(cipher=cipher, kex="ecdh-sha2-nistp256")
    _, status = peer.run(SMALL)
    return f"exit status {status}"


@each(GROUP, ENDS, {
    "a second proposal": lambda peer: peer.client_kexinit,
    "NEWKEYS without a secret": lambda peer: byte(message.NEWKEYS),
    "data of a channel": lambda peer: message.channel_open(),
    "a global request": lambda peer: message.global_request("keepalive@openssh.com"),
    "a service request": lambda peer: message.service_request(),
    "a login": lambda peer: message.userauth("git", "ssh-connection", "none"),
    "the server's reply": lambda peer: byte(message.KEX_REPLY) + string(b"") * 3,
    "an all-zero point": lambda peer: byte(message.KEX_INIT) + string(bytes(32)),
})
def in_the_middle(attack, make):
    """RFC 4253 section 7.1 forbids all but transport messages between KEXINIT and NEWKEYS."""
    peer = begun(attack)
    peer.send(make(peer))
    peer.finish_sending()


@case(GROUP, LIVES)
def with_talk_in_the_middle(attack):
    """Strict key exchange binds the first exchange alone: IGNORE and DEBUG are legal in later ones."""
    peer = begun(attack)
    peer.send_all([byte(message.IGNORE) + string(b"x")] * 50)
    peer.agree()
    _, status = peer.run(SMALL)
    return f"exit status {status}"


@case(GROUP, ENDS)
def under_another_set_of_algorithms_that_does_not_exist(attack):
    peer = attack.inside()
    peer.propose(names=("nonsense",))


@case(GROUP, ENDS)
def old_keys_after_new_keys(attack):
    peer = begun(attack)
    peer.ask_secret()
    peer.hear_secret()
    outbound = peer.outbound
    peer.take_keys()
    peer.outbound = outbound
    peer.send(byte(message.IGNORE) + string(bytes(100)))
    peer.finish_sending()


@case(GROUP, LIVES)
def while_a_command_sends(attack):
    """A new key for each MiB of a clone, begun by the client, with its windows going on."""
    from cases.data import ASK_ALL, BIG, running
    from wire import Reader
    peer, number, _ = running(attack, BIG, window=1 << 20)
    peer.send(message.channel_data(number, ASK_ALL))
    peer.send(message.eof(number))
    got, since, exchanging = 0, 0, False
    while True:
        payload = peer.receive()
        if payload[0] == message.KEXINIT:
            peer.ask_secret()
            peer.hear_secret()
            peer.take_keys()
            peer.hear_keys()
            # Nothing but key exchange may go out between, so what was read meanwhile is granted now.
            peer.send(message.window_adjust(number, since))
            since, exchanging = 0, False
        elif payload[0] == message.CHANNEL_DATA:
            size = len(Reader(payload[5:]).string())
            got += size
            since += size
            if since >= 1 << 19 and not exchanging:
                exchanging = True
                peer.propose()
        elif payload[0] == message.CHANNEL_CLOSE:
            return f"{got} bytes came"
