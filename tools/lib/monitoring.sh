# Sourced by the scripts in tools: brings promtool and fail2ban-regex, which check what Sluice says to those that watch it.
# shellcheck shell=bash

# require_monitoring_tools: unpacks Debian's packages of Prometheus and fail2ban into artifacts/monitoring. Installed, they would
# start a server that listens and a service that changes the firewall, which nobody asks for who runs tests.
require_monitoring_tools() {
    local into=artifacts/monitoring work package
    [ ! -e "$into/complete" ] || return 0
    command -v apt-get >/dev/null || { fail_monitoring "they come from Debian's packages, and this machine has no apt-get."; return 1; }
    say "Fetching promtool and fail2ban-regex ..."
    rm -rf "$into"
    mkdir -p "$into/bin" "$into/root"
    work=$(mktemp -d)
    if ! fetch_monitoring "$work"; then
        rm -rf "$work"
        fail_monitoring "apt-get could not download the packages prometheus and fail2ban; run apt-get update, then this again."
        return 1
    fi
    for package in "$work"/*.deb; do
        dpkg -x "$package" "$into/root" || return 1
    done
    rm -rf "$work"
    ln -s ../root/usr/bin/promtool "$into/bin/promtool"
    cat >"$into/bin/fail2ban-regex" <<'END'
#!/bin/sh
root=$(cd "${0%/*}/../root" && pwd)
PYTHONPATH="$root/usr/lib/python3/dist-packages" exec python3 "$root/usr/bin/fail2ban-regex" --config "$root/etc/fail2ban" "$@"
END
    chmod +x "$into/bin/fail2ban-regex"
    "$into/bin/promtool" --version >/dev/null 2>&1 || { fail_monitoring "promtool does not run here."; return 1; }
    "$into/bin/fail2ban-regex" --version >/dev/null 2>&1 || { fail_monitoring "fail2ban-regex does not run here: it needs python3."; return 1; }
    touch "$into/complete"
}

# fail_monitoring WHY: one sentence that says what is wrong and what to do.
fail_monitoring() {
    say "promtool and fail2ban-regex could not be put into artifacts/monitoring, and the tests with them will fail: $1"
    return 1
}

# fetch_monitoring FOLDER: downloads the packages, whose signatures apt checks.
fetch_monitoring() {
    (cd "$1" && apt-get -qq -o "APT::Sandbox::User=$(id -un)" download prometheus fail2ban >&2 </dev/null) && return 0
    [ "$(id -u)" -eq 0 ] || return 1
    apt-get -qq update >&2 </dev/null || return 1
    (cd "$1" && apt-get -qq -o "APT::Sandbox::User=$(id -un)" download prometheus fail2ban >&2 </dev/null)
}
