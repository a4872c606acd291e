"""RFC 4252: nobody gets in but who holds a listed key and signs this very session with it."""

import message
from case import EITHER, ENDS, LIVES, case, each
from peer import Broken, Ended
from wire import boolean, byte, mpint, string, uint32

GROUP = "authentication"


def must_not_get_in(peer, payload):
    """Sends a request for authentication that is wrong; an end or a FAILURE is right."""
    answer = peer.answer_to_login(payload)
    if answer == message.USERAUTH_SUCCESS:
        raise Broken("LOGGED IN")
    if answer != message.USERAUTH_FAILURE:
        raise Broken(f"message {answer} answers it")
    # Who was refused must not be inside all the same.
    peer.send(message.channel_open())
    return peer.wait_for_end(8)



SIGNATURES = {
    "empty": lambda key, data: b"",
    "an empty algorithm": lambda key, data: string("") + string(key.raw_signature(data)),
    "no bytes": lambda key, data: string(key.algorithm) + string(b""),
    "zeros": lambda key, data: string(key.algorithm) + string(bytes(64)),
    "ones": lambda key, data: string(key.algorithm) + string(b"\xff" * 64),
    "a byte short": lambda key, data: string(key.algorithm) + string(key.raw_signature(data)[:-1]),
    "a byte long": lambda key, data: string(key.algorithm) + string(key.raw_signature(data) + b"\0"),
    "trailing bytes": lambda key, data: key.signature(data) + b"more",
    "another algorithm's name": lambda key, data: key.signature(data, "rsa-sha2-256"),
    "ssh-rsa for a name": lambda key, data: key.signature(data, "ssh-rsa"),
    "a certificate's name": lambda key, data: key.signature(data, key.kind + "-cert-v01@openssh.com"),
    "a length beyond the packet": lambda key, data: string(key.algorithm) + uint32(1 << 20) + bytes(64),
    "a length of 2^32-1": lambda key, data: string(key.algorithm) + uint32(0xFFFFFFFF) + bytes(64),
    "one bit flipped": lambda key, data: key.signature(data)[:-1] + bytes([key.signature(data)[-1] ^ 1]),
    "20,000 bytes": lambda key, data: string(key.algorithm) + string(bytes(20000)),
    "S plus the group's order": lambda key, data: string(key.algorithm) + string(malleable(key.raw_signature(data))),
}


def malleable(signature):
    """RFC 8032 section 5.1.7: S must be below the order, or there are two signatures for one message."""
    order = 2 ** 252 + 27742317777372353535851937790883648493
    return signature[:32] + (int.from_bytes(signature[32:], "little") + order).to_bytes(32, "little")


@each(GROUP, EITHER, SIGNATURES)
def ed25519_signature(attack, make):
    peer, key = attack.at_login(), attack.site.alice
    signature = make(key, string(peer.session_id) + key.unsigned())
    return must_not_get_in(peer, key.request(peer.session_id, signature=signature))


@each(GROUP, EITHER, {
    "zeros": mpint(0) + mpint(0),
    "r zero": mpint(0) + mpint(1),
    "ones": mpint(1) + mpint(1),
    "negative": string(b"\xff") + string(b"\xff"),
    "of 20,000 bytes": string(b"\x01" * 10000) + string(b"\x01" * 10000),
    "the group's order": mpint(0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551) * 2,
    "one number": mpint(1),
    "three numbers": mpint(1) * 3,
})
def ecdsa_numbers(attack, numbers):
    peer, key = attack.at_login(), attack.site.alice_ecdsa
    return must_not_get_in(peer, key.request(peer.session_id, signature=string(key.algorithm) + string(numbers)))


@each(GROUP, EITHER, {"0": 0, "1": 1, "255": 255, "257": 257, "30,000": 30000})
def rsa_signature_bytes(attack, count):
    peer, key = attack.at_login(), attack.site.alice_rsa
    return must_not_get_in(peer, key.request(peer.session_id, signature=string(key.algorithm) + string(b"\x01" * count)))


@case(GROUP, EITHER)
def rsa_signed_with_sha1(attack):
    """ssh-rsa is SHA-1, whoever signs with it."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding
    peer, key = attack.at_login(), attack.site.alice_rsa
    data = string(peer.session_id) + key.unsigned(algorithm="ssh-rsa")
    signature = string("ssh-rsa") + string(key.private.sign(data, padding.PKCS1v15(), hashes.SHA1()))
    return must_not_get_in(peer, key.request(peer.session_id, algorithm="ssh-rsa", signature=signature))


@case(GROUP, EITHER)
def signed_by_another_key_than_the_one_named(attack):
    peer, key = attack.at_login(), attack.site.alice
    signature = attack.site.stranger.signature(string(peer.session_id) + key.unsigned())
    return must_not_get_in(peer, key.request(peer.session_id, signature=signature))


@case(GROUP, EITHER)
def a_known_key_that_did_not_sign_this_user_name(attack):
    peer, key = attack.at_login(), attack.site.alice
    signature = key.signature(string(peer.session_id) + key.unsigned(user="alice"))
    return must_not_get_in(peer, key.request(peer.session_id, user="git", signature=signature))


@case(GROUP, EITHER)
def a_signature_over_another_session(attack):
    other = attack.keyed()
    peer, key = attack.at_login(), attack.site.alice
    return must_not_get_in(peer, key.request(other.session_id))


@case(GROUP, EITHER)
def a_request_replayed_from_another_session(attack):
    other = attack.at_login()
    request = attack.site.alice.request(other.session_id)
    if other.answer_to_login(request) != message.USERAUTH_SUCCESS:
        raise Broken("the right request does not get in")
    return must_not_get_in(attack.at_login(), request)


@case(GROUP, EITHER)
def a_signature_over_the_query(attack):
    """CVE-2024-45337's kin: the FALSE of a question signed in place of the TRUE of a request."""
    peer, key = attack.at_login(), attack.site.alice
    signature = key.signature(string(peer.session_id) + key.query())
    return must_not_get_in(peer, key.request(peer.session_id, signature=signature))


@case(GROUP, EITHER)
def a_question_about_a_known_key_and_then_the_strangers_signature(attack):
    """CVE-2024-45337: the key that was asked about last is not the key that signed."""
    peer, site = attack.at_login(), attack.site
    if peer.answer_to_login(site.alice.query()) != message.USERAUTH_PK_OK:
        raise Broken("a listed key was not found good")
    return must_not_get_in(peer, site.stranger.request(peer.session_id))


@case(GROUP, EITHER)
def a_question_and_nothing_signed(attack):
    peer = attack.at_login()
    if peer.answer_to_login(attack.site.alice.query()) != message.USERAUTH_PK_OK:
        raise Broken("a listed key was not found good")
    peer.send(message.channel_open())
    return peer.wait_for_end(8)


@each(GROUP, EITHER, {"ssh-ed25519": "ssh-ed25519", "rsa-sha2-512": "rsa-sha2-512", "empty": "", "of 20,000 bytes": "x" * 20000,
                      "none": "none", "with a NUL": "ecdsa-sha2-nistp256\0"})
def an_ecdsa_key_under_the_algorithm(attack, algorithm):
    peer, key = attack.at_login(), attack.site.alice_ecdsa
    return must_not_get_in(peer, key.request(peer.session_id, algorithm=algorithm))


def blobs(good):
    return {
        "empty": b"",
        "its type alone": string("ssh-ed25519"),
        "31 bytes": string("ssh-ed25519") + string(bytes(31)),
        "33 bytes": string("ssh-ed25519") + string(bytes(33)),
        "the neutral point": string("ssh-ed25519") + string(b"\x01" + bytes(31)),
        "a point of small order": string("ssh-ed25519") + string(bytes(32)),
        "no point": string("ssh-ed25519") + string(b"\xff" * 32),
        "a length of 2^32-1": string("ssh-ed25519") + uint32(0xFFFFFFFF),
        "trailing bytes": b"TRAILING",
        "rsa with e = 0": string("ssh-rsa") + mpint(0) + mpint((1 << 2048) - 1),
        "rsa with e = 1": string("ssh-rsa") + mpint(1) + mpint((1 << 2048) - 1),
        "rsa of 512 bits": string("ssh-rsa") + mpint(65537) + mpint((1 << 512) - 1),
        "rsa of 65,536 bits": string("ssh-rsa") + mpint(65537) + mpint((1 << 65536) - 1),
        "rsa with a negative modulus": string("ssh-rsa") + mpint(65537) + string(b"\x80" + bytes(255)),
        "rsa with an exponent of 2048 bits": string("ssh-rsa") + mpint((1 << 2047) + 1) + mpint((1 << 2048) - 1),
        "ecdsa at infinity": string("ecdsa-sha2-nistp256") + string("nistp256") + string(b"\0"),
        "ecdsa not on its curve": string("ecdsa-sha2-nistp256") + string("nistp256") + string(b"\x04" + b"\x01" * 64),
        "ecdsa of another curve": string("ecdsa-sha2-nistp256") + string("nistp521") + string(b"\x04" + b"\x01" * 132),
        "a dsa key": string("ssh-dss") + mpint(3) * 4,
        "a certificate of nothing": string("ssh-ed25519-cert-v01@openssh.com") + string(b"") * 12,
        "an sk key cut short": string("sk-ssh-ed25519@openssh.com") + string(bytes(32)),
    }


@each(GROUP, EITHER, {f"{how} {name}": (name, signed) for name in blobs(b"") for how, signed in (("asked about:", False), ("signed for:", True))})
def key(attack, value):
    name, signed = value
    peer, alice = attack.at_login(), attack.site.alice
    blob = blobs(alice.blob)[name]
    if blob == b"TRAILING":
        blob = alice.blob + b"more"
    algorithm = blob[4:4 + blob[3]].decode() if len(blob) > 4 else "ssh-ed25519"
    if algorithm == "ssh-rsa":
        algorithm = "rsa-sha2-256"
    request = (byte(message.USERAUTH_REQUEST) + string("git") + string("ssh-connection") + string("publickey")
               + boolean(signed) + string(algorithm) + string(blob))
    if signed:
        request += string(string(algorithm) + string(bytes(64)))
    return must_not_get_in(peer, request)


@each(GROUP, EITHER, {
    "with the service ssh-userauth": ("git", "ssh-userauth"),
    "with an empty service": ("git", ""),
    "with an unknown service": ("git", "ssh-nonsense"),
    "with a NUL after the service": ("git", "ssh-connection\0"),
    "with an unknown user": ("nobody-here", "ssh-connection"),
    "with an empty user": ("", "ssh-connection"),
    "with a NUL after the user": ("git\0", "ssh-connection"),
    "with a line break in the user": ("git\nAccepted publickey for root", "ssh-connection"),
    "with a user of 30,000 characters": ("g" * 30000, "ssh-connection"),
    "with a path for a user": ("../alice", "ssh-connection"),
    "with invalid UTF-8 for a user": (b"\xc3\x28", "ssh-connection"),
    "with an overlong form for a user": (b"\xc0\xaegit", "ssh-connection"),
    "with a surrogate for a user": (b"\xed\xa0\x80", "ssh-connection"),
})
def a_right_key(attack, value):
    """Signed by Alice's own key, but for whom, or for what, it does not count."""
    user, service = value
    peer = attack.at_login()
    return must_not_get_in(peer, attack.site.alice.request(peer.session_id, user=user, service=service))


METHODS = {
    "none": ("none", b""),
    "password": ("password", boolean(False) + string("secret")),
    "an empty password": ("password", boolean(False) + string("")),
    "a password of 30,000 bytes": ("password", boolean(False) + string("p" * 30000)),
    "a change of password": ("password", boolean(True) + string("a") + string("b")),
    "keyboard-interactive": ("keyboard-interactive", string("") + string("")),
    "hostbased": ("hostbased", string("ssh-ed25519") + string(b"x") + string("host") + string("root") + string(b"x")),
    "gssapi-with-mic": ("gssapi-with-mic", uint32(0xFFFFFFFF)),
    "an empty method": ("", b""),
    "a method of 30,000 bytes": ("m" * 30000, b""),
    "an unknown method": ("nonsense", b"\xff" * 100),
}


@each(GROUP, EITHER, METHODS)
def method(attack, value):
    name, rest = value
    return must_not_get_in(attack.at_login(), message.userauth("git", "ssh-connection", name, rest))


@each(GROUP, EITHER, {str(count): count for count in (0, 1, 4, 8, 12, 30, 40, 50, 60, 80, 100, 130)})
def the_right_request_cut_after_bytes(attack, count):
    peer = attack.at_login()
    return must_not_get_in(peer, attack.site.alice.request(peer.session_id)[:1 + count])


@case(GROUP, EITHER)
def the_right_request_with_trailing_bytes(attack):
    peer = attack.at_login()
    return must_not_get_in(peer, attack.site.alice.request(peer.session_id) + b"more")


BEFORE_LOGIN = {
    "CHANNEL_OPEN": message.channel_open(),
    "CHANNEL_REQUEST": message.execute(0, "git-upload-pack '/team/small.git'"),
    "CHANNEL_DATA": message.channel_data(0, b"x"),
    "CHANNEL_CLOSE": message.close(0),
    "CHANNEL_OPEN_CONFIRMATION": byte(message.CHANNEL_OPEN_CONFIRMATION) + uint32(0) * 4,
    "CHANNEL_WINDOW_ADJUST": message.window_adjust(0, 1),
    "GLOBAL_REQUEST": message.global_request("tcpip-forward", True, string("") + uint32(0)),
    "REQUEST_SUCCESS": byte(message.REQUEST_SUCCESS),
    "USERAUTH_SUCCESS": byte(message.USERAUTH_SUCCESS),
    "USERAUTH_FAILURE": byte(message.USERAUTH_FAILURE) + string("publickey") + boolean(False),
    "USERAUTH_BANNER": byte(message.USERAUTH_BANNER) + string("hello") + string(""),
    "USERAUTH_PK_OK": byte(message.USERAUTH_PK_OK) + string("ssh-ed25519") + string(b""),
    "SERVICE_ACCEPT": byte(message.SERVICE_ACCEPT) + string("ssh-userauth"),
    "KEX_INIT out of place": byte(message.KEX_INIT) + string(bytes(32)),
    "NEWKEYS": byte(message.NEWKEYS),
    "message 0": byte(0),
    "message 255": byte(255),
}


@each(GROUP, ENDS, BEFORE_LOGIN)
def before_the_service(attack, payload):
    """CVE-2018-10933 and CVE-2025-32433: what belongs behind the login ends the connection before it."""
    attack.keyed().send(payload)


@each(GROUP, ENDS, {name: payload for name, payload in BEFORE_LOGIN.items() if not name.startswith("message")})
def before_the_login(attack, payload):
    attack.at_login().send(payload)


@case(GROUP, ENDS)
def a_login_without_a_service_request(attack):
    peer = attack.keyed()
    peer.send(attack.site.alice.request(peer.session_id))


@each(GROUP, ENDS, {"ssh-connection": "ssh-connection", "empty": "", "of 30,000 bytes": "s" * 30000, "with a NUL": "ssh-userauth\0"})
def the_service(attack, name):
    attack.keyed().send(message.service_request(name))


@case(GROUP, EITHER)
def the_service_twice(attack):
    """Harmless once more before a login, as OpenSSH sees it; it must not be an endless supply of answers."""
    peer = attack.at_login()
    for _ in range(2000):
        peer.ask_service()
    raise Broken("2000 service requests were served")


@case(GROUP, EITHER)
def another_user_name_half_way(attack):
    """RFC 4252 section 5: a change of the user's name flushes all state; a question about one is nothing to the other."""
    peer, key = attack.at_login(), attack.site.alice
    if peer.answer_to_login(key.query("git")) != message.USERAUTH_PK_OK:
        raise Broken("a listed key was not found good")
    return must_not_get_in(peer, key.request(peer.session_id, user="root"))


@case(GROUP, LIVES)
def a_login_again_after_success(attack):
    """RFC 4252 section 5.1: later requests are silently ignored."""
    peer = attack.inside()
    peer.send(attack.site.alice.request(peer.session_id))
    peer.send(message.userauth("root", "ssh-connection", "none"))
    _, status = peer.run("git-upload-pack '/team/small.git'")
    return f"ignored; exit status {status}"


@case(GROUP, ENDS)
def as_many_keys_as_there_are(attack):
    """MaxAuthTries."""
    from identity import Identity
    peer = attack.at_login()
    for tried in range(1, 100):
        try:
            peer.answer_to_login(Identity.make().request(peer.session_id))
        except Ended as end:
            raise Ended(f"{end} (after {tried} keys)") from None
    raise Broken("99 keys were tried")


@case(GROUP, ENDS)
def the_same_wrong_signature_again_and_again(attack):
    peer = attack.at_login()
    request = attack.site.stranger.request(peer.session_id)
    for tried in range(1, 200):
        try:
            peer.answer_to_login(request)
        except Ended as end:
            raise Ended(f"{end} (after {tried} times)") from None
    raise Broken("a wrong signature was taken 199 times")


@case(GROUP, ENDS)
def a_thousand_questions(attack):
    from identity import Identity
    peer = attack.at_login()
    for asked in range(1, 1000):
        try:
            peer.answer_to_login(Identity.make().query())
        except Ended as end:
            raise Ended(f"{end} (after {asked} questions)") from None
    raise Broken("999 questions were answered")


@case(GROUP, ENDS)
def a_thousand_logins_of_method_none_at_once(attack):
    peer = attack.at_login()
    peer.send_all([message.userauth("git", "ssh-connection", "none")] * 1000)


@case(GROUP, ENDS)
def a_thousand_wrong_signatures_at_once(attack):
    peer = attack.at_login()
    request = attack.site.stranger.request(peer.session_id)
    peer.send_all([request] * 1000)


@case(GROUP, ENDS)
def four_hundred_questions_about_rsa_keys_of_16384_bits_at_once(attack):
    peer = attack.at_login()
    blob = string("ssh-rsa") + mpint(65537) + mpint((1 << 16384) - 12345)
    request = (byte(message.USERAUTH_REQUEST) + string("git") + string("ssh-connection") + string("publickey") + boolean(True)
               + string("rsa-sha2-256") + string(blob) + string(string("rsa-sha2-256") + string(b"\x01" * 2048)))
    peer.send_all([request] * 400)


@case(GROUP, EITHER)
def everything_up_to_the_command_without_waiting_for_an_answer(attack):
    """A login that is right may be followed at once; one that is wrong takes what follows with it."""
    peer, stranger = attack.keyed(), attack.site.stranger
    peer.send_all([message.service_request(), stranger.request(peer.session_id), message.channel_open(),
                   message.execute(0, "git-upload-pack '/team/small.git'")])
    seen = []
    try:
        while True:
            seen.append(peer.receive()[0])
    except Ended as end:
        if message.CHANNEL_OPEN_CONFIRMATION in seen or message.USERAUTH_SUCCESS in seen:
            raise Broken("LOGGED IN") from None
        return str(end)
