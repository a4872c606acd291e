"""asyncssh with narrow limits: PORT USER@HOST COMMAND; standard input and output are the command's.

WINDOW is the channel's initial window and MAX_PACKET its packet size. With GRANT set, what was received is granted again in
as many WINDOW_ADJUST messages of that many bytes. The key file and the known_hosts file come in SSH_KEY and SSH_KNOWN_HOSTS.
"""
import asyncio
import os
import sys

import asyncssh
from asyncssh.constants import MSG_CHANNEL_WINDOW_ADJUST
from asyncssh.packet import UInt32

port, target, command = int(sys.argv[1]), sys.argv[2], sys.argv[3]
user, host = target.split("@", 1)
window, grant = int(os.environ["WINDOW"]), int(os.environ.get("GRANT", "0"))
received = longest = 0


class Session(asyncssh.SSHClientSession):
    def connection_made(self, channel):
        self.channel = channel
        self.granted = window
        if grant:
            # asyncssh's own count is put out of the way, so that it grants nothing itself; the check below takes its place.
            channel._init_recv_window = 0
            channel._recv_window = 1 << 31

    def data_received(self, data, datatype):
        global received, longest
        received += len(data)
        longest = max(longest, len(data))
        sys.stdout.buffer.write(data)
        if grant:
            self.trickle(len(data))

    def trickle(self, count):
        if received > self.granted:
            sys.exit(f"{received} bytes came, {self.granted} were granted")
        self.granted += count
        while count > 0:
            step = min(grant, count)
            self.channel.send_packet(MSG_CHANNEL_WINDOW_ADJUST, UInt32(step))
            count -= step


async def main():
    async with asyncssh.connect(
            host, port, username=user, client_keys=[os.environ["SSH_KEY"]], known_hosts=os.environ["SSH_KNOWN_HOSTS"],
            agent_path=None, config=None) as connection:
        channel, _ = await connection.create_session(
            Session, command, encoding=None, window=window, max_pktsize=int(os.environ["MAX_PACKET"]))
        channel.write(sys.stdin.buffer.read())
        channel.write_eof()
        await channel.wait_closed()
        return channel.get_exit_status()


status = asyncio.run(main())
sys.stdout.flush()
print(f"received {received}, longest {longest}", file=sys.stderr)
sys.exit(255 if status is None else status)
