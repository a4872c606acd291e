#!/bin/sh
# about: the light backend (light-backend/main.go), which starts no process for a command
# needs: go=golang-go /usr/share/gocode/src/golang.org/x/crypto/ssh/client.go=golang-golang-x-crypto-dev
# role: backend
# descriptors: 1
# crowd: 50000
exec "$PROGRAMS/light-backend" -listen "127.0.0.1:$PORT" -hostkey "$HOST_KEY" -authorized "$AUTHORIZED_KEYS"
