"""What seals packets: nothing, AES-CTR with a MAC, AES-GCM (RFC 5647), and OpenSSH's ChaCha20-Poly1305."""

import hashlib
import hmac
import struct

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.poly1305 import Poly1305

from wire import uint32


# Far above what the proxy may send (RFC 4253 section 6.1); a length opened under wrong keys is rarely below it.
MAX_LENGTH = 1 << 18


class BadTag(Exception):
    """The proxy sealed a packet wrongly."""


def wrong(sequence, what="tag"):
    return BadTag(f"packet {sequence} has a wrong {what}")


class Protection:
    """One direction of a connection. The length field counts to the padding's alignment unless `length_apart`."""

    block = 8
    length_apart = False
    tag = 0

    def frame(self, payload, padding=None):
        """The padding's length, the payload and the padding (RFC 4253 section 6), right unless a case wants another padding."""
        if padding is None:
            taken = 1 + len(payload) + (0 if self.length_apart else 4)
            padding = self.block - taken % self.block
            if padding < 4:
                padding += self.block
        return bytes([padding]) + payload + bytes(padding)


class Plain(Protection):
    def seal(self, sequence, body, declared=None):
        return uint32(len(body) if declared is None else declared) + body

    def open(self, sequence, read):
        length = struct.unpack(">I", read(4))[0]
        return read(length)


class AesGcm(Protection):
    block = 16
    length_apart = True
    tag = 16

    def __init__(self, key, iv):
        self.cipher = AESGCM(key)
        self.fixed = iv[:4]
        self.count = int.from_bytes(iv[4:12], "big")

    def nonce(self):
        nonce = self.fixed + struct.pack(">Q", self.count)
        self.count = (self.count + 1) & 0xFFFFFFFFFFFFFFFF
        return nonce

    def seal(self, sequence, body, declared=None):
        length = uint32(len(body) if declared is None else declared)
        return length + self.cipher.encrypt(self.nonce(), body, length)

    def open(self, sequence, read):
        length = read(4)
        sealed = read(struct.unpack(">I", length)[0] + 16)
        try:
            return self.cipher.decrypt(self.nonce(), sealed, length)
        except InvalidTag as fault:
            raise wrong(sequence) from fault


class ChaChaPoly(Protection):
    length_apart = True
    tag = 16

    def __init__(self, key):
        self.body_key, self.length_key = key[:32], key[32:64]

    @staticmethod
    def stream(key, sequence, counter):
        nonce = struct.pack("<Q", counter) + struct.pack(">Q", sequence)
        return Cipher(algorithms.ChaCha20(key, nonce), None).encryptor()

    def seal(self, sequence, body, declared=None):
        length = uint32(len(body) if declared is None else declared)
        sealed = self.stream(self.length_key, sequence, 0).update(length) + self.stream(self.body_key, sequence, 1).update(body)
        once = self.stream(self.body_key, sequence, 0).update(bytes(32))
        return sealed + Poly1305.generate_tag(once, sealed)

    def open(self, sequence, read):
        sealed_length = read(4)
        length = struct.unpack(">I", self.stream(self.length_key, sequence, 0).update(sealed_length))[0]
        if length > MAX_LENGTH or length % self.block:
            raise wrong(sequence, "length")
        sealed, tag = read(length), read(16)
        once = self.stream(self.body_key, sequence, 0).update(bytes(32))
        try:
            Poly1305.verify_tag(once, sealed_length + sealed, tag)
        except InvalidSignature as fault:
            raise wrong(sequence) from fault
        return self.stream(self.body_key, sequence, 1).update(sealed)


class AesCtr(Protection):
    """AES-CTR with HMAC-SHA-256 over the plain packet or, with `sealed_first`, over the sealed one."""

    block = 16
    tag = 32

    def __init__(self, key, iv, mac_key, sealed_first):
        self.encryptor = Cipher(algorithms.AES(key), modes.CTR(iv)).encryptor()
        self.mac_key = mac_key
        self.length_apart = sealed_first

    def mac(self, sequence, data):
        return hmac.new(self.mac_key, uint32(sequence) + data, hashlib.sha256).digest()

    def seal(self, sequence, body, declared=None):
        length = uint32(len(body) if declared is None else declared)
        if self.length_apart:
            sealed = length + self.encryptor.update(body)
            return sealed + self.mac(sequence, sealed)
        return self.encryptor.update(length + body) + self.mac(sequence, length + body)

    def open(self, sequence, read):
        if self.length_apart:
            length = read(4)
            sealed = read(struct.unpack(">I", length)[0])
            self.check(sequence, read(32), self.mac(sequence, length + sealed))
            return self.encryptor.update(sealed)
        first = self.encryptor.update(read(16))
        rest = struct.unpack(">I", first[:4])[0] - 12
        if rest < 0 or rest > MAX_LENGTH or rest % self.block:
            raise wrong(sequence, "length")
        packet = first + (self.encryptor.update(read(rest)) if rest else b"")
        self.check(sequence, read(32), self.mac(sequence, packet))
        return packet[4:]

    @staticmethod
    def check(sequence, given, right):
        if not hmac.compare_digest(given, right):
            raise wrong(sequence)


KEY_SIZES = {"aes128-gcm@openssh.com": 16, "aes256-gcm@openssh.com": 32, "chacha20-poly1305@openssh.com": 64,
             "aes128-ctr": 16, "aes256-ctr": 32}


def make(cipher, mac, derive, letters):
    """One direction's protection; `letters` are those of RFC 4253 section 7.2 for its IV, key and MAC key."""
    iv, key, mac_key = letters
    size = KEY_SIZES[cipher]
    if cipher.startswith("chacha20"):
        return ChaChaPoly(derive(key, size))
    if "gcm" in cipher:
        return AesGcm(derive(key, size), derive(iv, 12))
    return AesCtr(derive(key, size), derive(iv, 16), derive(mac_key, 32), mac.endswith("-etm@openssh.com"))
