"""Runs a command for every exit status over one connection of paramiko: PORT USER@HOST COMMAND, where % stands for the status.

The key file and the known_hosts file come in SSH_KEY and SSH_KNOWN_HOSTS. Prints the statuses that came, a line each.
"""
import os
import sys
from concurrent.futures import ThreadPoolExecutor

import paramiko

port, target, command = int(sys.argv[1]), sys.argv[2], sys.argv[3]
user, host = target.split("@", 1)

client = paramiko.SSHClient()
client.load_host_keys(os.environ["SSH_KNOWN_HOSTS"])
client.set_missing_host_key_policy(paramiko.RejectPolicy())
client.connect(host, port, user, key_filename=os.environ["SSH_KEY"], allow_agent=False, look_for_keys=False)


def run(status):
    channel = client.get_transport().open_session()
    channel.exec_command(command.replace("%", str(status)))
    return channel.recv_exit_status()


with ThreadPoolExecutor(max_workers=8) as pool:
    print("\n".join(map(str, pool.map(run, range(256)))))
client.close()
