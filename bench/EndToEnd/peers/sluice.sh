#!/bin/sh
# about: Sluice, with shared connections to the backend; it logs what goes wrong, as the other peers do
# needs: dotnet=dotnet-sdk-10.0
# user: git
# descriptors: 1.1
# crowd: 50000
mkdir keys
cp "$AUTHORIZED_KEYS" keys/alice.pub
cat >sluice.json <<END
{
  "Sluice": {
    "ListenAddress": ["127.0.0.1:$PORT"],
    "HostKey": ["$HOST_KEY"],
    "Keys": { "Directory": "keys" },
    "AcceptEnv": ["GIT_PROTOCOL"],
    "LogLevel": "Warning",
    "DrainTimeout": "1s",
    "Backends": {
      "main": {
        "Address": "127.0.0.1:$BACKEND_PORT", "User": "$BACKEND_USER", "IdentityFile": "$IDENTITY", "KnownHosts": "$KNOWN_HOSTS",
        "Ciphers": "^aes128-gcm@openssh.com",
        "MaxSessionsPerConnection": $BACKEND_SESSIONS, "MaxConnections": $BACKEND_CONNECTIONS
      }
    },
    "Routes": [ { "Repository": "**", "Backend": "main" } ]
  }
}
END
exec dotnet "$SLUICE" run --config sluice.json
