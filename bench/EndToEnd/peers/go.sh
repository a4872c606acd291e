#!/bin/sh
# about: a proxy on golang.org/x/crypto/ssh (go-proxy/main.go), as a Go team would write it
# needs: go=golang-go /usr/share/gocode/src/golang.org/x/crypto/ssh/client.go=golang-golang-x-crypto-dev
# descriptors: 2
# crowd: 50000
exec "$PROGRAMS/go-proxy" -listen "127.0.0.1:$PORT" -hostkey "$HOST_KEY" -authorized "$AUTHORIZED_KEYS" \
    -backend "127.0.0.1:$BACKEND_PORT" -user "$BACKEND_USER" -identity "$IDENTITY" -backendkey "$BACKEND_KEY"
