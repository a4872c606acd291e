"""Who takes its time: everything has an end. All against the proxy that is in a hurry."""

import time

import message
from case import ENDS, LIVES, case, each
from peer import Ended
from wire import byte, string

GROUP = "slowness"
PATIENCE = 14


def drip(peer, data, pause=0.3):
    try:
        for position in range(len(data)):
            peer.send_raw(data[position:position + 1])
            time.sleep(pause)
    except Ended as end:
        return end
    return None


@case(GROUP, ENDS, hasty=True, patience=PATIENCE)
def nothing_at_all(attack):
    attack.dial()


@case(GROUP, ENDS, hasty=True, patience=PATIENCE)
def nothing_after_the_identification(attack):
    attack.identified()


@each(GROUP, ENDS, {"the identification": 0, "the proposal": 1, "the secret": 2}, hasty=True, patience=PATIENCE)
def a_byte_every_300_ms_of(attack, step):
    peer = attack.dial()
    line = b"SSH-2.0-Slow" + b"w" * 200 + b"\r\n"
    if step == 0:
        ended = drip(peer, line)
    else:
        peer.identify()
        peer.propose()
        ended = drip(peer, peer.sealed(message.kexinit() if step == 1 else byte(message.KEX_INIT) + string(bytes(32))))
    if ended:
        raise ended


@case(GROUP, ENDS, hasty=True, patience=PATIENCE)
def a_key_exchange_that_stops_after_the_proposal(attack):
    peer = attack.identified()
    peer.propose()


@case(GROUP, ENDS, hasty=True, patience=PATIENCE)
def a_key_exchange_that_stops_before_new_keys(attack):
    peer = attack.identified()
    peer.propose()
    peer.hear_proposal()
    peer.ask_secret()
    peer.hear_secret()


@case(GROUP, ENDS, hasty=True, patience=PATIENCE)
def no_service_request(attack):
    attack.keyed()


@case(GROUP, ENDS, hasty=True, patience=PATIENCE)
def no_login(attack):
    attack.at_login()


@case(GROUP, ENDS, hasty=True, patience=PATIENCE)
def a_question_each_500_ms_in_place_of_a_login(attack):
    peer = attack.at_login()
    while True:
        peer.answer_to_login(attack.site.stranger.query())
        time.sleep(0.5)


@case(GROUP, ENDS, hasty=True, patience=PATIENCE)
def an_ignore_each_300_ms_in_place_of_a_login(attack):
    peer = attack.at_login()
    while True:
        peer.send(byte(message.IGNORE) + string(b"still here"))
        time.sleep(0.3)


@case(GROUP, ENDS, hasty=True, patience=PATIENCE)
def keepalives_that_nobody_answers(attack):
    """The proxy's own keepalives are read and not answered: ClientAliveCountMax of them end it."""
    attack.inside()


@case(GROUP, ENDS, hasty=True, patience=PATIENCE)
def a_packet_begun_and_not_ended(attack):
    peer = attack.inside()
    peer.send_raw(peer.sealed(message.channel_open())[:-1])


@case(GROUP, ENDS, hasty=True, patience=PATIENCE)
def a_rekey_begun_and_not_finished(attack):
    peer = attack.inside()
    peer.propose()


@case(GROUP, ENDS, hasty=True, patience=PATIENCE)
def a_rekey_begun_and_talked_over(attack):
    """Traffic that key exchange allows must not keep alive one that does not move."""
    peer = attack.inside()
    peer.propose()
    peer.hear_proposal()
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        peer.send(byte(message.IGNORE) + string(b"still here"))
        time.sleep(0.3)


@case(GROUP, LIVES, hasty=True, patience=PATIENCE)
def silence_that_answers_keepalives(attack):
    """Who is only quiet stays: twice as long as the unanswered keepalives take."""
    peer = attack.inside()
    peer.deadline = time.monotonic() + 5
    try:
        peer.receive()
    except TimeoutError:
        pass
    peer.deadline = None
    peer.socket.settimeout(10)
    output, status = peer.run("git-upload-pack '/team/small.git'")
    return f"served, exit status {status}"


@case(GROUP, LIVES, hasty=True, patience=PATIENCE)
def sixty_connections_that_say_nothing(attack):
    """They wait out their time while others get in."""
    silent = [attack.dial() for _ in range(60)]
    fault = attack.site.good_login(attack.proxy)
    if fault:
        raise Ended(fault)
    for peer in silent:
        peer.wait_for_end(PATIENCE)
    return "all were ended"
