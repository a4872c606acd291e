"""A user's key: what it signs is what the login sends, so that a case can sign anything with anything."""

import base64
import os

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from message import USERAUTH_REQUEST
from wire import Reader, boolean, byte, mpint, string


class Identity:
    def __init__(self, private):
        self.private = private
        line = private.public_key().public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH)
        self.line = line.decode()
        self.kind = self.line.split()[0]
        self.blob = base64.b64decode(line.split()[1])
        self.algorithm = "rsa-sha2-256" if self.kind == "ssh-rsa" else self.kind

    @staticmethod
    def make(kind="ed25519"):
        makers = {"ed25519": ed25519.Ed25519PrivateKey.generate,
                  "ecdsa": lambda: ec.generate_private_key(ec.SECP256R1()),
                  "rsa": lambda: rsa.generate_private_key(65537, 2048)}
        return Identity(makers[kind]())

    @staticmethod
    def load(path):
        with open(path, "rb") as file:
            return Identity(serialization.load_ssh_private_key(file.read(), None))

    def named(self, algorithm):
        return self.algorithm if algorithm is None else algorithm

    def raw_signature(self, data):
        """The bytes inside the signature blob."""
        if isinstance(self.private, ed25519.Ed25519PrivateKey):
            return self.private.sign(data)
        if isinstance(self.private, rsa.RSAPrivateKey):
            return self.private.sign(data, padding.PKCS1v15(), hashes.SHA256())
        r, s = decode_dss_signature(self.private.sign(data, ec.ECDSA(hashes.SHA256())))
        return mpint(r) + mpint(s)

    def signature(self, data, algorithm=None):
        return string(self.named(algorithm)) + string(self.raw_signature(data))

    def query(self, user="git", algorithm=None):
        """The question whether this key would do (RFC 4252 section 7)."""
        return (byte(USERAUTH_REQUEST) + string(user) + string("ssh-connection") + string("publickey")
                + boolean(False) + string(self.named(algorithm)) + string(self.blob))

    def unsigned(self, user="git", service="ssh-connection", algorithm=None):
        return (byte(USERAUTH_REQUEST) + string(user) + string(service) + string("publickey")
                + boolean(True) + string(self.named(algorithm)) + string(self.blob))

    def request(self, session_id, user="git", service="ssh-connection", algorithm=None, signature=None):
        """The signed request; `signature` replaces the blob that would be right."""
        unsigned = self.unsigned(user, service, algorithm)
        if signature is None:
            signature = self.signature(string(session_id) + unsigned)
        return unsigned + string(signature)

    def write(self, path):
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(self.private.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH,
                                                  serialization.NoEncryption()))


def host_key_holds(blob, signature, data):
    """True if an ed25519 host key signed the exchange hash."""
    key, sealed = Reader(blob), Reader(signature)
    if key.string() != b"ssh-ed25519" or sealed.string() != b"ssh-ed25519":
        return False
    try:
        ed25519.Ed25519PublicKey.from_public_bytes(key.string()).verify(sealed.string(), data)
        return True
    except InvalidSignature:
        return False
