"""One TCP connection to the proxy that speaks as a client does, or as none ever would."""

import socket
import struct
import time

import agreement
import message
import protection
from identity import host_key_holds
from wire import Reader, byte, mpint, string


class Ended(Exception):
    """The proxy ended the connection; the text tells how."""


class Broken(Exception):
    """The proxy did what it must not do, or did not do what it must."""


class Peer:
    def __init__(self, address, identification=b"SSH-2.0-Hostile_1.0", timeout=15, narrow=False):
        self.identification = identification
        self.socket = socket.socket()
        if narrow:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.socket.settimeout(timeout)
        self.socket.connect(address)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""
        self.outbound = self.inbound = protection.Plain()
        self.sent = self.received = 0
        self.session_id = self.client_kexinit = self.server_kexinit = self.exchange_hash = self.secret = None
        self.kex = self.cipher = self.mac = None
        # What we asked with, until the reply comes; what opens packets after the proxy's NEWKEYS, until that comes.
        self.agreement = self.next_inbound = None
        self.strict = False
        self.deadline = None

    # Bytes

    def send_raw(self, data):
        try:
            self.socket.sendall(data)
        except socket.timeout as fault:
            raise TimeoutError("the proxy does not read") from fault
        except OSError:
            # What the proxy said last may still lie in our buffer, unless its reset has thrown it away.
            raise Ended(self.last_words()) from None

    def read(self, count):
        while len(self.buffer) < count:
            if self.deadline is not None:
                self.socket.settimeout(max(0.01, self.deadline - time.monotonic()))
            try:
                more = self.socket.recv(65536)
            except socket.timeout as fault:
                raise TimeoutError("no answer") from fault
            except ConnectionResetError:
                raise Ended("reset") from None
            if not more:
                raise Ended("closed in a packet" if self.buffer else "closed")
            self.buffer += more
        taken, self.buffer = self.buffer[:count], self.buffer[count:]
        return taken

    def read_line(self):
        line = b""
        while not line.endswith(b"\n"):
            line += self.read(1)
        return line.rstrip(b"\r\n")

    # Packets

    def sealed(self, payload, padding=None, declared=None):
        packet = self.outbound.seal(self.sent, self.outbound.frame(payload, padding), declared)
        self.sent = (self.sent + 1) & 0xFFFFFFFF
        return packet

    def send(self, payload, padding=None, declared=None):
        self.send_raw(self.sealed(payload, padding, declared))

    def send_all(self, payloads):
        """Many packets in few segments."""
        batch = bytearray()
        for payload in payloads:
            batch += self.sealed(payload)
            if len(batch) > 1 << 17:
                self.send_raw(batch)
                batch.clear()
        self.send_raw(batch)

    def receive_any(self):
        body = self.inbound.open(self.received, self.read)
        self.received = (self.received + 1) & 0xFFFFFFFF
        payload = body[1:len(body) - body[0]]
        if payload[0] == message.DISCONNECT:
            reader = Reader(payload[1:])
            raise Ended(f"DISCONNECT {reader.uint32()}: {reader.string().decode()}")
        # Here, because a case that waits for none of them has to open what the proxy says after them all the same.
        if payload[0] == message.KEXINIT:
            self.take_proposal(payload)
        elif payload[0] == message.KEX_REPLY and self.agreement is not None:
            self.take_secret(payload)
        elif payload[0] == message.NEWKEYS:
            self.take_inbound_keys()
        return payload

    def receive(self):
        """The next message that is more than talk; keepalives are answered as they come."""
        while True:
            payload = self.receive_any()
            if payload[0] == message.GLOBAL_REQUEST:
                reader = Reader(payload[1:])
                reader.string()
                if reader.boolean():
                    self.send(byte(message.REQUEST_FAILURE))
            elif payload[0] not in (message.IGNORE, message.DEBUG, message.EXT_INFO):
                return payload

    def expect(self, *numbers):
        payload = self.receive()
        if payload[0] not in numbers:
            wanted = " or ".join(message.NAMES.get(number, str(number)) for number in numbers)
            raise Broken(f"{wanted} was due, and {message.NAMES.get(payload[0], payload[0])} came")
        return payload

    # The way in

    def identify(self):
        self.send_raw(self.identification + b"\r\n")
        self.server_identification = self.read_line()
        return self

    def propose(self, kex="curve25519-sha256", cipher="aes128-gcm@openssh.com", mac="hmac-sha2-256", strict=True, **lies):
        """Sends KEXINIT."""
        names = lies.pop("names", None) or ((kex, "ext-info-c", "kex-strict-c-v00@openssh.com") if strict else (kex,))
        self.kex, self.cipher, self.mac = kex, cipher, mac
        self.client_kexinit = message.kexinit(kex=names, cipher=(cipher,), mac=(mac,), **lies)
        self.send(self.client_kexinit)

    def hear_proposal(self):
        self.expect(message.KEXINIT)

    def take_proposal(self, payload):
        self.server_kexinit = payload
        if self.session_id is None:
            offered = Reader(payload[17:]).name_list()
            self.strict = "kex-strict-s-v00@openssh.com" in offered and b"kex-strict-c-v00" in (self.client_kexinit or b"")

    def ask_secret(self):
        self.agreement = agreement.ALGORITHMS[self.kex]()
        self.public = self.agreement.public()
        self.send(byte(message.KEX_INIT) + self.public)

    def hear_secret(self):
        self.expect(message.KEX_REPLY)

    def take_secret(self, payload):
        """Proves the host key's signature in the kex reply and makes the keys that come after the proxy's NEWKEYS."""
        reply = Reader(payload[1:])
        host_key, theirs, signature = reply.string(), reply.string(), reply.string()
        self.secret = mpint(self.agreement.secret(theirs))
        parts = [self.identification, self.server_identification, self.client_kexinit, self.server_kexinit, host_key]
        hashed = b"".join(string(part) for part in parts) + self.public + string(theirs) + self.secret
        self.digest = self.agreement.digest
        self.agreement = None
        self.exchange_hash = self.digest(hashed).digest()
        if not host_key_holds(host_key, signature, self.exchange_hash):
            raise Broken("the host key's signature does not hold")
        if self.session_id is None:
            self.session_id = self.exchange_hash
        self.next_inbound = protection.make(self.cipher, self.mac, self.derive, "BDF")

    def take_keys(self):
        """Sends NEWKEYS; from here on our side is sealed with what was agreed."""
        self.send(byte(message.NEWKEYS))
        self.outbound = protection.make(self.cipher, self.mac, self.derive, "ACE")
        if self.strict:
            self.sent = 0

    def hear_keys(self):
        self.expect(message.NEWKEYS)

    def take_inbound_keys(self):
        if self.next_inbound is None:
            # Keys that the case itself has made no half of: what comes now cannot be opened, only its end is to be seen.
            while True:
                self.read(1)
        self.inbound, self.next_inbound = self.next_inbound, None
        if self.strict:
            self.received = 0

    def derive(self, letter, size):
        """RFC 4253 section 7.2."""
        made = self.digest(self.secret + self.exchange_hash + letter.encode() + self.session_id).digest()
        while len(made) < size:
            made += self.digest(self.secret + self.exchange_hash + made).digest()
        return made[:size]

    def exchange_keys(self, **choice):
        self.propose(**choice)
        self.hear_proposal()
        return self.agree()

    def agree(self):
        """All that follows the proposals."""
        self.ask_secret()
        self.hear_secret()
        self.take_keys()
        self.hear_keys()
        return self

    def ask_service(self, name="ssh-userauth"):
        self.send(message.service_request(name))
        self.expect(message.SERVICE_ACCEPT)
        return self

    def login(self, identity, user="git"):
        self.send(identity.request(self.session_id, user))
        self.expect(message.USERAUTH_SUCCESS)
        return self

    def answer_to_login(self, payload=None):
        """SUCCESS, FAILURE or PK_OK, whatever banners come first."""
        if payload is not None:
            self.send(payload)
        while True:
            answer = self.receive()
            if answer[0] != message.USERAUTH_BANNER:
                return answer[0]

    # Channels

    def open_session(self, sender=0, window=1 << 20, packet=32768):
        """Opens a session channel and gives the proxy's number for it."""
        self.send(message.channel_open("session", sender, window, packet))
        reader = Reader(self.expect(message.CHANNEL_OPEN_CONFIRMATION)[1:])
        reader.uint32()
        return reader.uint32()

    def run(self, command, stdin=b"0000", sender=0):
        """Runs a command to its end and gives its output and exit status; EOF follows what is put in."""
        channel = self.open_session(sender)
        self.send(message.execute(channel, command))
        output, status, fed = b"", None, False
        while True:
            payload = self.receive()
            reader = Reader(payload[1:])
            reader.uint32()
            if payload[0] == message.CHANNEL_WINDOW_ADJUST and not fed and reader.uint32() >= len(stdin):
                fed = True
                self.send(message.channel_data(channel, stdin))
                self.send(message.eof(channel))
            elif payload[0] == message.CHANNEL_DATA:
                output += reader.string()
                self.send(message.window_adjust(channel, len(output)))
            elif payload[0] == message.CHANNEL_REQUEST and reader.string() == b"exit-status":
                reader.boolean()
                status = reader.uint32()
            elif payload[0] == message.CHANNEL_CLOSE:
                self.send(message.close(channel))
                return output, status

    # The end

    def reset(self):
        """Closes with RST: whatever the proxy sends from now on fails."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def finish_sending(self):
        try:
            self.socket.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def close(self):
        self.socket.close()

    def last_words(self):
        """How the proxy ended a connection on which we can send no more."""
        self.deadline = time.monotonic() + 2
        try:
            while True:
                self.receive_any()
        except Ended as end:
            return str(end)
        except (TimeoutError, OSError, IndexError, ValueError):
            return "reset"

    def wait_for_end(self, within):
        """Reads until the proxy ends the connection and tells how; Broken if it does not in time."""
        self.deadline = time.monotonic() + within
        try:
            if self.server_kexinit is None and not hasattr(self, "server_identification"):
                self.server_identification = self.read_line()
            while True:
                self.receive_any()
        except Ended as end:
            return str(end)
        except TimeoutError:
            raise Broken(f"the proxy had not ended the connection {within} s later") from None
        finally:
            self.deadline = None
