"""The part of the ssh command line that git uses, on paramiko: [-o SendEnv=NAME] [-p PORT] USER@HOST COMMAND.

The key file and the known_hosts file come in SSH_KEY and SSH_KNOWN_HOSTS; SSH_PROTOCOL, if set, is the protocol version that
the client says it speaks.
"""
import getopt
import os
import sys
import threading

import paramiko

options, words = getopt.getopt(sys.argv[1:], "o:p:46")
port = int(dict(options).get("-p", "22"))
names = [value.split("=", 1)[1] for key, value in options if key == "-o" and value.startswith("SendEnv=")]
user, host = words[0].split("@", 1)

if "SSH_PROTOCOL" in os.environ:
    paramiko.Transport._PROTO_ID = os.environ["SSH_PROTOCOL"]

client = paramiko.SSHClient()
client.load_host_keys(os.environ["SSH_KNOWN_HOSTS"])
client.set_missing_host_key_policy(paramiko.RejectPolicy())
client.connect(host, port, user, key_filename=os.environ["SSH_KEY"], allow_agent=False, look_for_keys=False)

channel = client.get_transport().open_session()
channel.update_environment({name: os.environ[name] for name in names if name in os.environ})
channel.exec_command(" ".join(words[1:]))


def copy_input():
    while data := os.read(0, 65536):
        channel.sendall(data)
    channel.shutdown_write()


def copy_error():
    while data := channel.recv_stderr(65536):
        os.write(2, data)


threading.Thread(target=copy_input, daemon=True).start()
errors = threading.Thread(target=copy_error)
errors.start()
while data := channel.recv(65536):
    view = memoryview(data)
    while view:
        view = view[os.write(1, view):]
errors.join()
status = channel.recv_exit_status()
client.close()
sys.exit(status)
