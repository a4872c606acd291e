"""RFC 4253 section 4.2: the line before the first packet."""

import message
from case import EITHER, ENDS, LIVES, case, each

GROUP = "identification"


@each(GROUP, ENDS, {
    "256 bytes": b"SSH-2.0-" + b"x" * 246 + b"\r\n",
    "64 KiB": b"SSH-2.0-" + b"x" * 65536 + b"\r\n",
    "64 KiB without an end": b"SSH-2.0-" + b"x" * 65536,
    "4 KiB of other text without an end": b"y" * 4096,
    "version 1.5": b"SSH-1.5-Old\r\n",
    "version 3.0": b"SSH-3.0-New\r\n",
    "version 2.00": b"SSH-2.00-Odd\r\n",
    "no software version": b"SSH-2.0\r\n",
    "a NUL in it": b"SSH-2.0-Ho\0le\r\n",
    "a control character in it": b"SSH-2.0-Ho\x1b[31mle\r\n",
    "UTF-8 in it": "SSH-2.0-Höhle\r\n".encode(),
    "invalid UTF-8 in it": b"SSH-2.0-\xc3\x28\r\n",
    "an HTTP request": b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "a TLS hello": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 506,
    "an SMB negotiation": b"\x00\x00\x00\x45\xffSMB\x72" + b"\x00" * 60,
    "an empty line": b"\r\n",
    "a CR alone": b"SSH-2.0-Mac\rSSH",
    "a binary packet at once": b"\x00\x00\x00\x0c\x0a\x14" + b"\x00" * 200 + b"\n",
    "zeros": b"\0" * 4096,
})
def says(attack, line):
    peer = attack.dial()
    peer.send_raw(line)
    peer.finish_sending()


@each(GROUP, ENDS, {"one line": 1, "10 lines": 10, "100,000 lines": 100_000})
def lines_before_it(attack, count):
    peer = attack.dial()
    peer.send_raw(b"Hello, proxy\r\n" * count)
    peer.send_raw(b"SSH-2.0-Chatty\r\n")
    peer.finish_sending()


@each(GROUP, EITHER, {"none": b"", "a half": b"SSH-2.", "all but its end": b"SSH-2.0-Cut"})
def reset_after(attack, start):
    peer = attack.dial()
    peer.send_raw(start)
    peer.reset()


@case(GROUP, LIVES)
def version_1_99(attack):
    peer = attack.dial(identification=b"SSH-1.99-Both")
    peer.identify().exchange_keys().ask_service().login(attack.site.alice)
    return "logged in"


@case(GROUP, LIVES)
def line_and_proposal_in_one_segment_byte_by_byte_after(attack):
    peer = attack.dial()
    peer.send_raw(peer.identification + b"\r\n")
    peer.server_identification = peer.read_line()
    peer.client_kexinit = message.kexinit()
    packet = peer.sealed(peer.client_kexinit)
    for position in range(len(packet)):
        peer.send_raw(packet[position:position + 1])
    peer.kex, peer.cipher, peer.mac = "curve25519-sha256", "aes128-gcm@openssh.com", "hmac-sha2-256"
    peer.hear_proposal()
    peer.agree()
    return "keys were exchanged"


@case(GROUP, ENDS)
def an_identification_twice(attack):
    peer = attack.identified()
    peer.send_raw(b"SSH-2.0-Again\r\n" * 3)
    peer.finish_sending()
