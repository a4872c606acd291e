"""A paramiko client that starts a key exchange while data comes and kills itself in it: PORT USER@HOST COMMAND.

The key file and the known_hosts file come in SSH_KEY and SSH_KNOWN_HOSTS.
"""
import os
import signal
import sys

import paramiko

port, target, command = int(sys.argv[1]), sys.argv[2], sys.argv[3]
user, host = target.split("@", 1)

client = paramiko.SSHClient()
client.load_host_keys(os.environ["SSH_KNOWN_HOSTS"])
client.set_missing_host_key_policy(paramiko.RejectPolicy())
client.connect(host, port, user, key_filename=os.environ["SSH_KEY"], allow_agent=False, look_for_keys=False)
channel = client.get_transport().open_session()
channel.exec_command(command)
received = 0
while received < 1_000_000:
    received += len(channel.recv(65536))

# KEXINIT goes out, its answer is never read.
client.get_transport()._send_kex_init()
os.kill(os.getpid(), signal.SIGKILL)
