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


async def main():
    async with asyncssh.connect(
            host, port, username=user, client_keys=[os.environ["SSH_KEY"]], known_hosts=os.environ["SSH_KNOWN_HOSTS"],
            agent_path=None, config=None) as connection:
        process = await connection.create_process(
            " ".join(words[1:]), env={name: os.environ[name] for name in names if name in os.environ}, encoding=None,
            stdin=sys.stdin.buffer, stdout=sys.stdout.buffer, stderr=sys.stderr.buffer)
        await process.wait_closed()
        return 255 if process.exit_status is None else process.exit_status


# asyncssh has closed the standard streams, which the interpreter would stumble over at its end.
os._exit(asyncio.run(main()))
