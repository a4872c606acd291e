"""Channel data: beyond windows and packet sizes, on ends that are closed, to and from who does not read."""

import time

import message
from case import EITHER, ENDS, LIVES, case, each
from peer import Broken, Ended
from wire import Reader, byte, string, uint32

GROUP = "data"
SMALL, BIG = "git-upload-pack '/team/small.git'", "git-upload-archive '/team/big.git'"


def packet_line(text):
    return f"{len(text) + 4:04x}{text}".encode()


# What makes git-upload-archive send 24 MiB.
ASK_ALL = packet_line("argument --format=tar\n") + packet_line("argument main\n") + b"0000"


def running(attack, command=SMALL, narrow=False, **window):
    """A session whose command runs and has given the client a window of its own."""
    peer = attack.inside(narrow=narrow)
    number = peer.open_session(**window)
    peer.send(message.execute(number, command))
    granted, confirmed = 0, False
    while not (confirmed and granted):
        payload = peer.receive()
        reader = Reader(payload[1:])
        reader.uint32()
        if payload[0] == message.CHANNEL_SUCCESS:
            confirmed = True
        elif payload[0] == message.CHANNEL_WINDOW_ADJUST:
            granted += reader.uint32()
        elif payload[0] not in (message.CHANNEL_DATA, message.CHANNEL_EXTENDED_DATA):
            raise Broken(f"{message.NAMES[payload[0]]} came before any window")
    return peer, number, granted


@each(GROUP, ENDS, {"one byte": 1, "30,000 bytes": 30000})
def data_before_any_window(attack, count):
    """The proxy confirms with a window of 0: the first byte is one too many."""
    peer, number = attack.in_session()
    peer.send(message.channel_data(number, bytes(count)))


@case(GROUP, EITHER)
def no_data_before_any_window(attack):
    peer, number = attack.in_session()
    peer.send(message.channel_data(number, b""))
    peer.send(message.close(number))
    while peer.receive()[0] != message.CHANNEL_CLOSE:
        pass
    return "closed as asked"


@case(GROUP, ENDS)
def data_beyond_the_window(attack):
    """The window's bytes and twice as many again, in packets of the right size."""
    peer, number, granted = running(attack)
    peer.send_all(message.channel_data(number, bytes(30000)) for _ in range(2 * granted // 30000 + 80))


@case(GROUP, ENDS)
def a_packet_larger_than_the_packet_size(attack):
    peer, number, _ = running(attack)
    peer.send(message.channel_data(number, bytes(34500)))
    peer.finish_sending()


@case(GROUP, EITHER)
def extended_data_from_a_client(attack):
    peer, number, _ = running(attack)
    peer.send(byte(message.CHANNEL_EXTENDED_DATA) + uint32(number) + uint32(1) + string(b"x" * 100))
    peer.finish_sending()
    return peer.wait_for_end(8)


@case(GROUP, EITHER)
def a_hundred_thousand_empty_data_messages(attack):
    peer, number, _ = running(attack)
    peer.send_all([message.channel_data(number, b"")] * 100_000)
    peer.send(message.close(number))
    while peer.receive()[0] != message.CHANNEL_CLOSE:
        pass
    return "closed as asked"


@each(GROUP, EITHER, {
    "EOF twice": (message.eof, message.eof),
    "CLOSE twice": (message.close, message.close),
    "data after EOF": (message.eof, lambda number: message.channel_data(number, b"0000")),
    "data after CLOSE": (message.close, lambda number: message.channel_data(number, b"0000")),
    "EOF after CLOSE": (message.close, message.eof),
    "a request after CLOSE": (message.close, lambda number: message.execute(number, SMALL)),
    "a window after CLOSE": (message.close, lambda number: message.window_adjust(number, 1)),
})
def while_a_command_runs(attack, pair):
    peer, number, _ = running(attack)
    peer.send_all(make(number) for make in pair)
    peer.finish_sending()
    return peer.wait_for_end(8)


@each(GROUP, LIVES, {"packets of 1 KiB": (1 << 20, 1024), "a window of 1 byte": (1, 32768), "both": (1, 1024), "no window": (0, 32768)})
def a_client_with(attack, value):
    """The advertisement of a small repository through a needle's eye, a byte at a time; then the channel is closed."""
    window, packet = value
    peer = attack.inside()
    number = peer.open_session(window=window, packet=packet)
    peer.send(message.execute(number, SMALL))
    got = 0
    peer.deadline = time.monotonic() + (10 if window else 1)
    try:
        while got < 40:
            payload = peer.receive()
            if payload[0] == message.CHANNEL_DATA:
                size = len(Reader(payload[5:]).string())
                if size > packet or size > max(1, window):
                    raise Broken(f"{size} bytes came, beyond what was granted")
                got += size
                if window < 1 << 20:
                    peer.send(message.window_adjust(number, 1))
    except TimeoutError:
        if window:
            raise
    peer.deadline = None
    peer.socket.settimeout(10)
    peer.send(message.close(number))
    while peer.receive()[0] != message.CHANNEL_CLOSE:
        pass
    return f"{got} bytes came; closed as asked"


def not_read(attack):
    """A clone of 24 MiB is asked for with the largest window and nothing of it is read."""
    peer, number, _ = running(attack, BIG, narrow=True, window=0xFFFFFFFF, packet=0xFFFFFFFF)
    peer.send(message.channel_data(number, ASK_ALL))
    peer.send(message.eof(number))
    time.sleep(1.5)
    return peer, number


@case(GROUP, EITHER)
def not_reading_while_the_backend_sends_and_then_a_reset(attack):
    peer, _ = not_read(attack)
    peer.reset()
    return "reset by us"


@case(GROUP, EITHER)
def not_reading_while_the_backend_sends_and_then_half_an_end(attack):
    peer, _ = not_read(attack)
    peer.finish_sending()
    time.sleep(0.5)
    return "left unread"


@case(GROUP, LIVES)
def not_reading_for_a_while_and_then_all(attack):
    """What waited comes whole."""
    peer, _ = not_read(attack)
    got, status = 0, None
    while True:
        payload = peer.receive()
        reader = Reader(payload[5:])
        if payload[0] == message.CHANNEL_DATA:
            got += len(reader.string())
        elif payload[0] == message.CHANNEL_REQUEST and reader.string() == b"exit-status":
            reader.boolean()
            status = reader.uint32()
        elif payload[0] == message.CHANNEL_CLOSE:
            break
    if got < 24 << 20 or status != 0:
        raise Broken(f"{got} bytes and exit status {status} came")
    return f"{got} bytes, exit status {status}"


@case(GROUP, LIVES)
def four_that_do_not_read_delay_nobody(attack):
    for _ in range(4):
        not_read(attack)
    started = time.monotonic()
    fault = attack.site.good_login(attack.proxy)
    if fault:
        raise Ended(fault)
    return f"a good login took {time.monotonic() - started:.2f} s"


@case(GROUP, EITHER, hasty=True, patience=15)
def not_reading_answers_that_pile_up_and_not_answering_keepalives(attack):
    """Both at once: ClientAliveCountMax ends it."""
    peer, _ = not_read(attack)
    return peer.wait_for_end(14)


@each(GROUP, LIVES, {str(packet): packet for packet in (1, 2, 100, 255, 256, 1000, 0x7FFFFFFF, 0xFFFFFFFF)})
def a_channel_packet_size_of(attack, packet):
    """Kept to or refused; RFC 4254 names no smallest one."""
    peer = attack.inside()
    peer.send(message.channel_open(packet=packet))
    answer = peer.expect(message.CHANNEL_OPEN_CONFIRMATION, message.CHANNEL_OPEN_FAILURE)
    if answer[0] == message.CHANNEL_OPEN_FAILURE:
        return "refused"
    reader = Reader(answer[5:])
    peer.send(message.execute(reader.uint32(), "git-upload-pack '/elsewhere/x.git'"))
    largest = 0
    while True:
        payload = peer.receive()
        if payload[0] == message.CHANNEL_CLOSE:
            break
        if payload[0] == message.CHANNEL_EXTENDED_DATA:
            largest = max(largest, len(Reader(payload[9:]).string()))
    if largest > packet:
        raise Broken(f"{largest} bytes came in one packet")
    return f"the largest packet had {largest} bytes"
