"""RFC 4251's types, written and read; the writing side lets a case lie about anything."""

import struct


def byte(value):
    return bytes([value])


def boolean(value):
    return b"\x01" if value else b"\x00"


def uint32(value):
    return struct.pack(">I", value & 0xFFFFFFFF)


def string(value):
    if isinstance(value, str):
        value = value.encode()
    return uint32(len(value)) + value


def mpint(value):
    """A non-negative integer with the leading zero that keeps it so."""
    if value == 0:
        return uint32(0)
    return string(value.to_bytes(value.bit_length() // 8 + 1, "big"))


def name_list(names):
    return string(b",".join(name.encode() if isinstance(name, str) else name for name in names))


class Reader:
    """Reads what the proxy sent. Too few bytes are an IndexError: the proxy's mistake, not the case's."""

    def __init__(self, data):
        self.data = data
        self.position = 0

    def take(self, count):
        if self.position + count > len(self.data):
            raise IndexError(f"{count} bytes wanted, {len(self.data) - self.position} left")
        taken = self.data[self.position:self.position + count]
        self.position += count
        return taken

    def byte(self):
        return self.take(1)[0]

    def boolean(self):
        return self.byte() != 0

    def uint32(self):
        return struct.unpack(">I", self.take(4))[0]

    def string(self):
        return self.take(self.uint32())

    def mpint(self):
        return int.from_bytes(self.string(), "big", signed=True)

    def name_list(self):
        text = self.string().decode("ascii")
        return text.split(",") if text else []
