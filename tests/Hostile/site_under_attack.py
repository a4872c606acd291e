"""A site to attack: a real sshd with two repositories and two proxies in front of it, one patient and one in a hurry."""

import json
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time

from identity import Identity
from peer import Peer

SMALL = "/team/small.git"
BIG = "/team/big.git"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(condition, what, within=30):
    deadline = time.monotonic() + within
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > deadline:
            raise RuntimeError(f"{what} did not happen within {within} s")
        time.sleep(0.05)


class Proxy:
    """A running `sluice` and what a client needs to know of it."""

    def __init__(self, site, name, assembly, settings):
        self.site, self.name = site, name
        self.metrics_port = free_port()
        self.log_file = site.path(f"{name}.log")
        section = {
            "ListenAddress": ["127.0.0.1:0"],
            "MetricsListen": f"127.0.0.1:{self.metrics_port}",
            "HostKey": [site.path("host_ed25519")],
            "Keys": {"Directory": site.path("keys")},
            "LogFormat": "Json",
            "DrainTimeout": "1s",
            "Backends": {"main": {"Address": f"127.0.0.1:{site.backend_port}", "User": site.account,
                                  "IdentityFile": site.path("backend_login"), "KnownHosts": site.path("known_hosts")}},
            "Routes": [{"Repository": "team/**", "Backend": "main", "RewriteRepository": site.path("repositories") + "/$1"}],
        }
        section.update(settings)
        configuration = site.write(f"{name}.json", json.dumps({"Sluice": section}))
        # A heap that is collected early and often: what it then holds is held by somebody.
        environment = dict(os.environ, DOTNET_GCgen0size="0x400000")
        with open(self.log_file, "wb") as log:
            self.process = subprocess.Popen(["dotnet", assembly, "run", "--config", configuration],
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment)
        self.port = wait_until(self.listening_port, f"the listening of the proxy `{name}` (see {self.log_file})")

    def listening_port(self):
        if self.process.poll() is not None:
            raise RuntimeError(f"the proxy `{self.name}` ended at its start:\n{self.log()}")
        found = re.search(r"Server listening on \S+ port (\d+)", self.log())
        return int(found.group(1)) if found else None

    def log(self):
        with open(self.log_file, encoding="utf-8", errors="replace") as log:
            return log.read()

    @property
    def alive(self):
        return self.process.poll() is None

    def dial(self, **options):
        return Peer(("127.0.0.1", self.port), **options)

    def stop(self):
        if self.alive:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


class Site:
    def __init__(self, assembly):
        self.folder = tempfile.mkdtemp(prefix="sluice-hostile-")
        self.account = subprocess.run(["id", "-un"], capture_output=True, text=True, check=True).stdout.strip()
        self.backend = None
        self.proxies = []
        try:
            self.make_keys()
            self.make_repositories()
            self.start_backend()
            self.patient = self.start_proxy("patient", assembly, {"LoginGraceTime": "30s"})
            self.hasty = self.start_proxy("hasty", assembly, {
                "LoginGraceTime": "3s", "ClientAliveInterval": "1s", "ClientAliveCountMax": "2"})
        except BaseException:
            self.stop()
            raise

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)
        return self.path(name)

    def make_keys(self):
        os.mkdir(self.path("keys"))
        for name in ("host_ed25519", "backend_host", "backend_login"):
            identity = Identity.make()
            identity.write(self.path(name))
            setattr(self, name, identity)
        self.alice = Identity.make()
        self.alice.write(self.path("alice"))
        self.alice_rsa, self.alice_ecdsa = Identity.make("rsa"), Identity.make("ecdsa")
        self.stranger = Identity.make()
        self.write("keys/alice.pub", "".join(f"{key.line}\n" for key in (self.alice, self.alice_rsa, self.alice_ecdsa)))

    def make_repositories(self):
        work = self.path("work")
        environment = dict(os.environ, GIT_CONFIG_NOSYSTEM="1", GIT_CONFIG_GLOBAL="/dev/null", HOME=self.folder)

        def git(*arguments):
            subprocess.run(["git", "-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "core.compression=0",
                            *arguments], check=True, env=environment, stdout=subprocess.DEVNULL)

        git("init", "--quiet", "--initial-branch=main", work)
        self.write("work/readme", "A small repository.\n")
        git("-C", work, "add", ".")
        git("-C", work, "commit", "--quiet", "-m", "small")
        git("clone", "--quiet", "--bare", work, self.path("repositories", "small.git"))
        with open(self.path("work", "noise"), "wb") as noise:
            noise.write(os.urandom(24 << 20))
        git("-C", work, "add", ".")
        git("-C", work, "commit", "--quiet", "-m", "big")
        git("clone", "--quiet", "--bare", work, self.path("repositories", "big.git"))
        shutil.rmtree(work)

    def start_backend(self):
        if os.geteuid() == 0:
            # As root sshd wants this folder for its unprivileged half, and only a system start makes it.
            os.makedirs("/run/sshd", exist_ok=True)
        self.backend_port = free_port()
        self.write("known_hosts", f"[127.0.0.1]:{self.backend_port} {self.backend_host.line}\n")
        self.write("authorized_keys", self.backend_login.line + "\n")
        self.write("gitconfig", "[safe]\n\tdirectory = *\n")
        self.write("sshd_config", "\n".join([
            f"Port {self.backend_port}", "ListenAddress 127.0.0.1", f"HostKey {self.path('backend_host')}", "PidFile none",
            f"AuthorizedKeysFile {self.path('authorized_keys')}", "StrictModes no", "UsePAM no", "PermitRootLogin yes",
            "PasswordAuthentication no", "KbdInteractiveAuthentication no", "AcceptEnv *", "MaxStartups 1000", "UseDNS no",
            "PrintMotd no", "PrintLastLog no", "LogLevel ERROR",
            # A shell below another one does not read the account's own .bashrc, as bash does when sshd starts it.
            f"SetEnv SHLVL=1 GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL={self.path('gitconfig')}", ""]))
        sshd = shutil.which("sshd", path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
        if sshd is None:
            raise RuntimeError("sshd is missing: run `apt-get install openssh-server`, then this again")
        self.backend = subprocess.Popen([sshd, "-D", "-f", self.path("sshd_config"), "-E", self.path("sshd.log")],
                                        stdin=subprocess.DEVNULL)
        wait_until(self.backend_answers, "sshd's first answer")

    def backend_answers(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.backend_port)) == 0

    def start_proxy(self, name, assembly, settings):
        proxy = Proxy(self, name, assembly, settings)
        self.proxies.append(proxy)
        self.write(f"known_hosts.{name}", f"[127.0.0.1]:{proxy.port} {self.host_ed25519.line}\n")
        return proxy

    def good_login(self, proxy):
        """The kit's own client logs in, runs git's command and sees a ref and exit status 0; otherwise a sentence."""
        peer = proxy.dial()
        try:
            peer.identify().exchange_keys().ask_service().login(self.alice)
            output, status = peer.run(f"git-upload-pack '{SMALL}'")
            return None if status == 0 and b"refs/heads/main" in output else f"exit status {status}, output {output[:60]!r}"
        except Exception as fault:
            return f"{type(fault).__name__}: {fault}"
        finally:
            peer.close()

    def real_login(self, proxy):
        """The same by git and OpenSSH."""
        ssh = (f"ssh -F none -i {self.path('alice')} -o IdentitiesOnly=yes -o IdentityAgent=none -o BatchMode=yes"
               f" -o UserKnownHostsFile={self.path(f'known_hosts.{proxy.name}')} -o StrictHostKeyChecking=yes -o ConnectTimeout=15")
        environment = dict(os.environ, GIT_SSH_COMMAND=ssh, GIT_CONFIG_NOSYSTEM="1", GIT_CONFIG_GLOBAL="/dev/null", HOME=self.folder)
        result = subprocess.run(["git", "ls-remote", f"ssh://git@127.0.0.1:{proxy.port}{SMALL}"], capture_output=True, text=True,
                                env=environment, timeout=60, check=False)
        return None if result.returncode == 0 and "refs/heads/main" in result.stdout else f"git ls-remote: {result.stderr.strip()}"

    def stop(self):
        for proxy in self.proxies:
            proxy.stop()
        if self.backend is not None:
            self.backend.terminate()
            self.backend.wait()
        shutil.rmtree(self.folder, ignore_errors=True)
