"""The part of the ssh command line that git uses, on Twisted Conch: [-o SendEnv=NAME] [-p PORT] USER@HOST COMMAND.

The key file and the known_hosts file come in SSH_KEY and SSH_KNOWN_HOSTS. Conch's own command line is of no use to git: it
drops all output that comes after the end of its input, whatever the server.
"""
import base64
import getopt
import os
import struct
import sys
import threading

from twisted.conch import error
from twisted.conch.ssh import channel, connection, keys, transport, userauth
from twisted.conch.ssh.common import NS
from twisted.internet import defer, protocol, reactor

options, words = getopt.getopt(sys.argv[1:], "o:p:46")
port = int(dict(options).get("-p", "22"))
names = [value.split("=", 1)[1] for key, value in options if key == "-o" and value.startswith("SendEnv=")]
user, host = words[0].split("@", 1)
with open(os.environ["SSH_KNOWN_HOSTS"], encoding="ascii") as file:
    trusted = [base64.b64decode(line.split()[2]) for line in file]
status = 255


def leave(why):
    if reactor.running:
        if why:
            print(f"conch: {why}", file=sys.stderr)
        reactor.stop()


class Client(transport.SSHClientTransport):
    def verifyHostKey(self, hostKey, fingerprint):
        return defer.succeed(1) if hostKey in trusted else defer.fail(error.ConchError("the host key is not trusted"))

    def connectionSecure(self):
        self.requestService(Login(user.encode(), Sessions()))

    def connectionLost(self, reason):
        super().connectionLost(reason)
        leave("the connection was lost")


class Login(userauth.SSHUserAuthClient):
    key = keys.Key.fromFile(os.environ["SSH_KEY"])
    tried = False

    def getPublicKey(self):
        offered = None if self.tried else self.key.public()
        self.tried = True
        return offered

    def getPrivateKey(self):
        return defer.succeed(self.key)


class Sessions(connection.SSHConnection):
    def serviceStarted(self):
        super().serviceStarted()
        self.openChannel(Session(conn=self))


class Session(channel.SSHChannel):
    name = b"session"

    def __init__(self, *arguments, **more):
        super().__init__(*arguments, **more)
        self.writable = threading.Event()
        self.writable.set()

    def channelOpen(self, data):
        for name in names:
            if name in os.environ:
                self.conn.sendRequest(self, b"env", NS(name.encode()) + NS(os.environ[name].encode()))
        asked = self.conn.sendRequest(self, b"exec", NS(" ".join(words[1:]).encode()), wantReply=1)
        asked.addCallbacks(lambda _: threading.Thread(target=self.copy_input, daemon=True).start(), lambda failed: leave(failed.value))

    def openFailed(self, reason):
        leave(reason)

    def startWriting(self):
        self.writable.set()

    def stopWriting(self):
        self.writable.clear()

    def copy_input(self):
        while data := os.read(0, 32768):
            self.writable.wait()
            reactor.callFromThread(self.write, data)
        reactor.callFromThread(self.finish)

    def finish(self):
        if self.buf:
            reactor.callLater(0.01, self.finish)
        else:
            self.conn.sendEOF(self)

    def dataReceived(self, data):
        write(1, data)

    def extReceived(self, dataType, data):
        write(2, data)

    def request_exit_status(self, data):
        global status
        status, = struct.unpack(">L", data)

    def closed(self):
        leave(None)


def write(descriptor, data):
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view):]


factory = protocol.ClientFactory.forProtocol(Client)
factory.clientConnectionFailed = lambda _, reason: leave(reason.value)
reactor.connectTCP(host, port, factory)
reactor.run()
os._exit(status)
