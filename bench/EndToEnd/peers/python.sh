#!/bin/sh
# about: a proxy on asyncssh (asyncssh-proxy.py), as a Python team would write it
# needs: python3:asyncssh=python3-asyncssh
# descriptors: 2
# crowd: 1000
exec /usr/bin/python3 -W ignore "$PEERS/asyncssh-proxy.py" "$PORT" "$HOST_KEY" "$AUTHORIZED_KEYS" "$BACKEND_PORT" "$BACKEND_USER" "$IDENTITY" "$KNOWN_HOSTS"
