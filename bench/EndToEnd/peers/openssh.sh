#!/bin/sh
# about: OpenSSH as a proxy: an sshd whose ForceCommand is an ssh to the backend
# needs: sshd=openssh-server ssh=openssh-client
# descriptors: 0
# crowd: 200
[ "$(id -u)" -ne 0 ] || mkdir -p /run/sshd
cat >ssh_config <<END
Host backend
    HostName 127.0.0.1
    Port $BACKEND_PORT
    User $BACKEND_USER
    IdentityFile $IDENTITY
    IdentitiesOnly yes
    IdentityAgent none
    UserKnownHostsFile $KNOWN_HOSTS
    GlobalKnownHostsFile /dev/null
    StrictHostKeyChecking yes
    BatchMode yes
    Ciphers aes128-gcm@openssh.com,aes256-gcm@openssh.com
    SendEnv GIT_PROTOCOL
END
cat >sshd_config <<END
Port $PORT
ListenAddress 127.0.0.1
HostKey $HOST_KEY
PidFile none
AuthorizedKeysFile $AUTHORIZED_KEYS
StrictModes no
UsePAM no
UseDNS no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin yes
PrintMotd no
PrintLastLog no
MaxStartups 2000
AcceptEnv GIT_PROTOCOL
# A shell below another one does not read the account's own .bashrc, as bash does when sshd starts it.
SetEnv SHLVL=1
LogLevel ERROR
ForceCommand exec ssh -F $PWD/ssh_config backend "\$SSH_ORIGINAL_COMMAND"
END
exec /usr/sbin/sshd -D -e -f "$PWD/sshd_config"
