"""A client that reads a mebibyte, says that it reads no more (eow@openssh.com), and waits for the end: PORT USER@HOST COMMAND.

The key file and the known_hosts file come in SSH_KEY and SSH_KNOWN_HOSTS. Prints how many bytes came after that.
"""
import os
import sys

import paramiko
from paramiko.common import cMSG_CHANNEL_REQUEST

port, target, command = int(sys.argv[1]), sys.argv[2], sys.argv[3]
user, host = target.split("@", 1)

client = paramiko.SSHClient()
client.load_host_keys(os.environ["SSH_KNOWN_HOSTS"])
client.set_missing_host_key_policy(paramiko.RejectPolicy())
client.connect(host, port, user, key_filename=os.environ["SSH_KEY"], allow_agent=False, look_for_keys=False)
channel = client.get_transport().open_session()
channel.exec_command(command)
received = 0
while received < 1 << 20:
    received += len(channel.recv(65536))

message = paramiko.Message()
message.add_byte(cMSG_CHANNEL_REQUEST)
message.add_int(channel.remote_chanid)
message.add_string("eow@openssh.com")
message.add_boolean(False)
client.get_transport()._send_user_message(message)

after = 0
while data := channel.recv(65536):
    after += len(data)
print(after)
status = channel.recv_exit_status()
client.close()
sys.exit(status)
