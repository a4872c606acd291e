# Sourced by the scripts in tools: brings an OpenSSH that knows ML-KEM (9.9 and later), which Debian 12 does not have.
# shellcheck shell=bash

# debian_mirror: the address of Debian's packages that this machine's own apt uses; nothing if it uses none.
debian_mirror() {
    apt-get indextargets --format '$(ORIGIN)|$(LABEL)|$(COMPONENT)|$(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
        awk -F'|' '$1 == "Debian" && $2 == "Debian" && $3 == "main" { print $4; exit }'
}

# fail_openssh WHY: one sentence that says what is wrong and what to do.
fail_openssh() {
    say "OpenSSH 10 could not be put into artifacts/openssh-10, and the tests against it will fail: $1"
    return 1
}

# require_recent_openssh: unpacks OpenSSH 10 of Debian 13 with its libraries into artifacts/openssh-10. Its programs run with their
# own loader, so that nothing is installed and nothing of the system's changes; apt works in folders of its own for the same reason.
require_recent_openssh() {
    local into=artifacts/openssh-10 release=trixie work mirror keyring=/usr/share/keyrings/debian-archive-keyring.gpg
    [ ! -e "$into/complete" ] || return 0
    command -v apt-get >/dev/null || { fail_openssh "it comes from Debian's packages, and this machine has no apt-get."; return 1; }
    mirror=$(debian_mirror)
    if [ -z "$mirror" ] && [ "$(id -u)" -eq 0 ]; then
        apt-get update -qq >&2 </dev/null || true
        mirror=$(debian_mirror)
    fi
    [ -n "$mirror" ] || { fail_openssh "apt knows no mirror of Debian here; run apt-get update on a Debian machine, then this again."; return 1; }

    say "Fetching OpenSSH 10 ..."
    rm -rf "$into"
    mkdir -p "$into/bin" "$into/root"
    work=$(mktemp -d)
    if ! fetch_openssh "$PWD/$into/root" "$work" "$mirror" "$release" "$keyring"; then
        rm -rf "$work"
        fail_openssh "its packages could not be fetched from the mirror that apt uses here; see that it reaches it and has $release."
        return 1
    fi
    rm -rf "$work"

    local loader
    loader=$(cd "$into/root" && find usr/lib -name 'ld-linux*.so.*' -type f | head -n 1)
    wrap_openssh "$into/bin" "$loader" usr/bin/ssh usr/bin/ssh-keygen usr/sbin/sshd usr/lib/openssh/sshd-session usr/lib/openssh/sshd-auth
    "$into/bin/ssh" -V 2>&1 | grep -q '^OpenSSH_1[0-9]' || { fail_openssh "what was fetched does not run here: see $into/bin/ssh -V."; return 1; }
    touch "$into/complete"
}

# fetch_openssh ROOT WORK MIRROR RELEASE KEYRING: downloads the packages into WORK, by apt with its signatures checked, and unpacks them.
fetch_openssh() {
    local root=$1 work=$2 mirror=$3 release=$4 keyring=$5 package
    mkdir -p "$work/state/lists/partial" "$work/cache/archives/partial" "$work/packages"
    printf 'Types: deb\nURIs: %s\nSuites: %s\nComponents: main\nSigned-By: %s\n' "$mirror" "$release" "$keyring" >"$work/$release.sources"
    : >"$work/state/status"
    local own=(-o "Dir::Etc::sourcelist=$work/$release.sources" -o Dir::Etc::sourceparts=- -o "Dir::State=$work/state"
        -o "Dir::State::status=$work/state/status" -o "Dir::Cache=$work/cache" -o "APT::Sandbox::User=$(id -un)" -o Acquire::Languages=none
        -o Acquire::Retries=2)
    local libraries=(libaudit1 libc6 libcom-err2 libcrypt1 libedit2 libfido2-1 libgssapi-krb5-2 libkrb5-3 libpam0g libselinux1 libssl3t64
        libwrap0 libwtmpdb0 zlib1g)
    apt-get "${own[@]}" -qq update >&2 </dev/null || return 1
    mapfile -t libraries < <(apt-cache "${own[@]}" depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks \
        --no-replaces --no-enhances "${libraries[@]}" | grep -E '^(lib|zlib)' | grep -vE 'debconf|debian-installer|-perl$' | sort -u)
    (cd "$work/packages" && apt-get "${own[@]}" -qq download openssh-client openssh-server "${libraries[@]}" >&2 </dev/null) || return 1
    for package in "$work"/packages/*.deb; do
        dpkg -x "$package" "$root" || return 1
    done
}

# wrap_openssh BIN LOADER PROGRAM...: a script for each program that starts it with its own loader and libraries, under its own path:
# sshd starts itself anew by the name it was called by.
wrap_openssh() {
    local bin=$1 loader=$2 program
    shift 2
    for program in "$@"; do
        cat >"$bin/${program##*/}" <<END
#!/bin/sh
root=\${0%/*}/../root
exec "\$root/$loader" --library-path "\$root/${loader%/*}" --argv0 "\$0" "\$root/$program" "\$@"
END
        chmod +x "$bin/${program##*/}"
    done
}
