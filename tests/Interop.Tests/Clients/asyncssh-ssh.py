"""The part of the ssh command line that git uses, on asyncssh: [-o SendEnv=NAME] [-p PORT] USER@HOST COMMAND.

The key file and the known_hosts file come in SSH_KEY and SSH_KNOWN_HOSTS.
"""
import asyncio
import getopt
import os
import sys

import asyncssh

options, words = getopt.getopt(sys.argv[1:], "o:p:46")
port = int(dict(options).get("-p", "22"))
names = [value.split("=", 1)[1] for key, value in options if key == "-o" and value.startswith("SendEnv=")]
user, host = words[0].split("@", 1)


async def copy(source, target):
    """The target is written to by hand: what asyncssh redirects is lost if the process ends while a slow reader has not taken it."""
    loop = asyncio.get_running_loop()
    while data := await source.read(65536):
        await loop.run_in_executor(None, write, target, data)


def write(target, data):
    target.write(data)
    target.flush()


async def main():
    async with asyncssh.connect(
            host, port, username=user, client_keys=[os.environ["SSH_KEY"]], known_hosts=os.environ["SSH_KNOWN_HOSTS"],
            agent_path=None, config=None) as connection:
        process = await connection.create_process(
            " ".join(words[1:]), env={name: os.environ[name] for name in names if name in os.environ}, encoding=None,
            stdin=sys.stdin.buffer)
        await asyncio.gather(copy(process.stdout, sys.stdout.buffer), copy(process.stderr, sys.stderr.buffer))
        await process.wait_closed()
        return 255 if process.exit_status is None else process.exit_status


# asyncssh has closed standard input, which the interpreter would stumble over at its end.
os._exit(asyncio.run(main()))
