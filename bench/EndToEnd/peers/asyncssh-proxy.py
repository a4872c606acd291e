"""A reverse proxy for git over SSH on asyncssh, as a Python team would write it: it stands for the predecessor of the talk's service.

    asyncssh-proxy.py PORT HOSTKEY AUTHORIZED BACKENDPORT BACKENDUSER IDENTITY KNOWNHOSTS

Bytes go from session to session without a queue or a task between them; a side that cannot take more pauses the other one's reading.
The connection to the backend is made for a client's first command and belongs to that client alone.
"""
import asyncio
import sys

import asyncssh

WINDOW = 2 << 20
PACKET = 32 * 1024


class Backend:
    """How to reach it, the same for every client."""

    def __init__(self, port, user, identity, known_hosts):
        self.port = int(port)
        self.options = asyncssh.SSHClientConnectionOptions(
            username=user, client_keys=[asyncssh.read_private_key(identity)], known_hosts=known_hosts, agent_path=None, config=None,
            encryption_algs=["aes128-gcm@openssh.com"], compression_algs=["none"], gss_host=None)

    def connect(self):
        return asyncssh.connect("127.0.0.1", self.port, options=self.options)


class Client(asyncssh.SSHServer):
    """One client's connection."""

    def __init__(self, backend):
        self.backend = backend
        self.behind = None

    def session_requested(self):
        return Front(self)

    def connection_lost(self, failure):
        if self.behind is not None and self.behind.done() and not self.behind.cancelled() and self.behind.exception() is None:
            self.behind.result().close()

    async def reach(self):
        if self.behind is None:
            self.behind = asyncio.ensure_future(self.backend.connect())
        return await asyncio.shield(self.behind)


class Half:
    """What both sides of a relay do alike."""

    other = None
    chan = None
    is_over = False

    def connection_made(self, chan):
        self.chan = chan

    def data_received(self, data, datatype):
        if not self.other.is_over:
            self.other.chan.write(data, datatype)

    def eof_received(self):
        if not self.other.is_over:
            self.other.chan.write_eof()
        return True

    def pause_writing(self):
        if not self.other.is_over:
            self.other.chan.pause_reading()

    def resume_writing(self):
        if not self.other.is_over:
            self.other.chan.resume_reading()

    def connection_lost(self, failure):
        self.is_over = True
        if self.other is not None and not self.other.is_over:
            self.other.ended_opposite()


class Front(Half, asyncssh.SSHServerSession):
    """The client's channel."""

    def __init__(self, client):
        self.client = client
        self.command = None
        self.status = None
        # What comes before the backend's channel is there; the window bounds it.
        self.early = []
        self.is_early_end = False

    def exec_requested(self, command):
        self.command = command
        return True

    def session_started(self):
        asyncio.ensure_future(self.relay())

    async def relay(self):
        try:
            connection = await self.client.reach()
            await connection.create_session(lambda: Behind(self), self.command, encoding=None, window=WINDOW, max_pktsize=PACKET,
                                            env=dict(self.chan.get_environment()))
            for data, datatype in self.early:
                self.other.chan.write(data, datatype)
            self.early = []
            if self.is_early_end:
                self.other.chan.write_eof()
        except (OSError, asyncssh.Error) as failure:
            print(f"backend: {failure}", file=sys.stderr)
            self.chan.exit(1)

    def data_received(self, data, datatype):
        if self.other is None or self.early:
            self.early.append((data, datatype))
        else:
            super().data_received(data, datatype)

    def eof_received(self):
        if self.other is None or self.early:
            self.is_early_end = True
            return True
        return super().eof_received()

    def ended_opposite(self):
        self.chan.exit(255 if self.status is None else self.status)


class Behind(Half, asyncssh.SSHClientSession):
    """The backend's channel."""

    def __init__(self, front):
        self.other = front
        front.other = self

    def exit_status_received(self, status):
        self.other.status = status

    def ended_opposite(self):
        self.chan.close()


async def main(port, host_key, authorized, *backend):
    way = Backend(*backend)
    await asyncssh.listen(
        "127.0.0.1", int(port), server_factory=lambda: Client(way), server_host_keys=[host_key], authorized_client_keys=authorized, encoding=None,
        window=WINDOW, max_pktsize=PACKET, backlog=4096, compression_algs=["none"], config=None, password_auth=False, kbdint_auth=False, gss_host=None)
    await asyncio.Event().wait()


asyncio.run(main(*sys.argv[1:]))
