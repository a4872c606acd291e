#!/bin/sh
# about: HAProxy passing TCP on: the bound for any hop, which reads nothing of what it moves
# needs: haproxy=haproxy
# hostkey: backend
# descriptors: 2
# crowd: 50000
cat >haproxy.cfg <<END
defaults
    mode tcp
    timeout connect 10s
    timeout client 1h
    timeout server 1h
frontend clients
    bind 127.0.0.1:$PORT
    default_backend servers
backend servers
    server one 127.0.0.1:$BACKEND_PORT
END
PATH="$PATH:/usr/sbin" exec haproxy -db -f haproxy.cfg
