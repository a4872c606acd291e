"""Key agreements, client's side: each gives the messages to send and the shared secret."""

import hashlib
import os

from cryptography.hazmat.primitives.asymmetric import ec, x25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from wire import mpint, string


def modp(bits, addend):
    """RFC 3526's prime: 2^n - 2^(n-64) - 1 + 2^64 * ([2^(n-130) pi] + addend)."""
    precision = bits + 64

    def inverse_tangent(x):
        term = total = (1 << precision) // x
        divisor, sign = 1, 1
        while term:
            term //= x * x
            divisor += 2
            sign = -sign
            total += sign * (term // divisor)
        return total

    pi = 4 * (4 * inverse_tangent(5) - inverse_tangent(239))
    return (1 << bits) - (1 << (bits - 64)) - 1 + (1 << 64) * ((pi >> (precision - bits + 130)) + addend)


GROUP14 = modp(2048, 124476)
GROUP16 = modp(4096, 240904)
GROUP18 = modp(8192, 4743158)


class Curve25519:
    digest = hashlib.sha256

    def __init__(self):
        self.key = x25519.X25519PrivateKey.generate()

    def public(self):
        return string(self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))

    def secret(self, reply):
        return int.from_bytes(self.key.exchange(x25519.X25519PublicKey.from_public_bytes(reply)), "big")


class Ecdh:
    def __init__(self, curve, digest):
        self.curve, self.digest = curve, digest
        self.key = ec.generate_private_key(curve)

    def public(self):
        return string(self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))

    def secret(self, reply):
        point = ec.EllipticCurvePublicKey.from_encoded_point(self.curve, reply)
        return int.from_bytes(self.key.exchange(ec.ECDH(), point), "big")


class DiffieHellman:
    def __init__(self, prime, digest, generator=2):
        self.prime, self.digest, self.generator = prime, digest, generator
        self.exponent = int.from_bytes(os.urandom(40), "big")

    def public(self):
        return mpint(pow(self.generator, self.exponent, self.prime))

    def secret(self, reply):
        return pow(int.from_bytes(reply, "big"), self.exponent, self.prime)


ALGORITHMS = {
    "curve25519-sha256": Curve25519,
    "ecdh-sha2-nistp256": lambda: Ecdh(ec.SECP256R1(), hashlib.sha256),
    "ecdh-sha2-nistp384": lambda: Ecdh(ec.SECP384R1(), hashlib.sha384),
    "ecdh-sha2-nistp521": lambda: Ecdh(ec.SECP521R1(), hashlib.sha512),
    "diffie-hellman-group14-sha256": lambda: DiffieHellman(GROUP14, hashlib.sha256),
    "diffie-hellman-group16-sha512": lambda: DiffieHellman(GROUP16, hashlib.sha512),
}
