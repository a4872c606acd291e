# Sourced by the scripts in tools: finds the programs they need, and installs those that are missing where that is allowed.
# shellcheck shell=bash

# say TEXT: progress for the person who watches.
say() {
    printf '%s\n' "$*" >&2
}

# require_dotnet: one sentence and the end when the SDK is missing; nothing here installs it.
require_dotnet() {
    if ! command -v dotnet >/dev/null; then
        say "The .NET 10 SDK is missing: install it (https://dotnet.microsoft.com/download) so that 'dotnet' is in PATH, then run this again."
        exit 1
    fi
    export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
}

# present WHAT: true if a program is in PATH or in sbin, or, for python3:MODULE, if Debian's Python can import the module, or,
# for a path, which may have * in it, if the file is there.
present() {
    case $1 in
        python3:*) /usr/bin/python3 -c "import ${1#python3:}" 2>/dev/null ;;
        /*) compgen -G "$1" >/dev/null ;;
        *) PATH="$PATH:/usr/sbin:/sbin" command -v "$1" >/dev/null ;;
    esac
}

# require WHAT=PACKAGE...: installs the packages of what is not present; says in one line what to install when it may not.
require() {
    local pair packages=()
    for pair in "$@"; do
        present "${pair%%=*}" || packages+=("${pair#*=}")
    done
    [ ${#packages[@]} -gt 0 ] || return 0
    mapfile -t packages < <(printf '%s\n' "${packages[@]}" | sort -u)

    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        as_root=(sudo -n)
    fi
    if ! command -v apt-get >/dev/null || ! { [ ${#as_root[@]} -eq 0 ] || sudo -n true 2>/dev/null; }; then
        say "Missing programs, and no right to install them here. Please run: sudo apt-get install ${packages[*]}"
        exit 1
    fi

    say "Installing ${packages[*]} ..."
    if ! { "${as_root[@]}" apt-get update -qq &&
        "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}"; } >&2 </dev/null; then
        say "apt-get could not install them. Please run: sudo apt-get install ${packages[*]}"
        exit 1
    fi

    for pair in "$@"; do
        present "${pair%%=*}" || { say "${pair%%=*} is still missing after installing ${pair#*=}: please look why."; exit 1; }
    done
}

# require_npm: puts the npm packages that the tests' clients use into artifacts/npm, exactly the versions of the lock file.
require_npm() {
    local from=tests/Interop.Tests/Clients into=artifacts/npm
    if [ -e "$into/complete" ] && cmp -s "$from/package-lock.json" "$into/package-lock.json"; then
        return 0
    fi
    say "Installing npm packages ..."
    rm -rf "$into"
    mkdir -p "$into"
    cp "$from/package.json" "$from/package-lock.json" "$into/"
    if ! npm ci --prefix "$into" --ignore-scripts --omit=optional --no-audit --no-fund --silent >&2 </dev/null; then
        say "npm could not install the packages of $from/package.json: see that npm reaches its registry, then run this again."
        exit 1
    fi
    touch "$into/complete"
}

# require_postgresql: the server's programs alone. Debian's package makes a cluster of its own that starts with the machine,
# unless it is told before that nobody wants one; the tests start theirs on temporary folders.
require_postgresql() {
    local server='/usr/lib/postgresql/*/bin/postgres' settings=/etc/postgresql-common/createcluster.conf as_root=()
    if present "$server"; then
        return 0
    fi
    require "$settings=postgresql-common"
    [ "$(id -u)" -eq 0 ] || as_root=(sudo -n)
    "${as_root[@]}" sed -i 's/^#*create_main_cluster *=.*/create_main_cluster = false/' "$settings"
    require "$server=postgresql"
}

# require_test_programs: all that the tests run.
require_test_programs() {
    require git=git ssh=openssh-client ssh-keygen=openssh-client ssh-agent=openssh-client sshd=openssh-server hg=mercurial haproxy=haproxy \
        gitolite=gitolite3 chromium=chromium chromedriver=chromium-driver \
        plink=putty-tools puttygen=putty-tools dbclient=dropbear-bin dropbearconvert=dropbear-bin \
        python3:paramiko=python3-paramiko python3:asyncssh=python3-asyncssh python3:pygit2=python3-pygit2 \
        python3:twisted.conch=python3-twisted python3:bcrypt=python3-bcrypt python3:cryptography=python3-cryptography \
        gcc=gcc /usr/include/stdio.h=libc6-dev /usr/include/libssh/libssh.h=libssh-dev /usr/include/libssh2.h=libssh2-1-dev \
        go=golang-go /usr/share/gocode/src/golang.org/x/crypto/ssh/client.go=golang-golang-x-crypto-dev \
        javac=default-jdk-headless /usr/share/java/jsch.jar=libjsch-java node=nodejs npm=npm
    require_postgresql
    require_npm
}
