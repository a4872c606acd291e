"""What must be back at its baseline after an attack: descriptors, connections, requests and memory of a proxy."""

import os
import re
import time
import urllib.request

# .NET returns freed memory to the system when it sees fit: what an attack leaves behind has to stay below this.
MEMORY_SLACK = 64 << 20

# What the pool may keep: the proxy's own default of MaxConnections.
MOST_BACKENDS = 20


class Vitals:
    def __init__(self, proxy):
        process = proxy.process.pid
        self.descriptors, self.backends = self.count_descriptors(process, proxy.site.backend_port)
        with open(f"/proc/{process}/statm", encoding="ascii") as statm:
            self.memory = int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
        with urllib.request.urlopen(f"http://127.0.0.1:{proxy.metrics_port}/metrics", timeout=10) as answer:
            metrics = answer.read().decode()
        self.connections = self.gauge(metrics, "sluice_active_connections")
        self.requests = self.gauge(metrics, "sluice_active_requests")

    @staticmethod
    def count_descriptors(process, backend_port):
        """Open descriptors, and connections to the backend, which the pool may keep.

        Not counted are the files of loaded assemblies: they come with the first use and stay.
        """
        rows = []
        for version in ("tcp", "tcp6"):
            with open(f"/proc/{process}/net/{version}", encoding="ascii") as table:
                rows += [line.split() for line in table][1:]
        to_backend = {f"socket:[{row[9]}]" for row in rows if int(row[2].split(":")[1], 16) == backend_port}
        count = backends = 0
        folder = f"/proc/{process}/fd"
        for name in os.listdir(folder):
            try:
                target = os.readlink(os.path.join(folder, name))
            except FileNotFoundError:
                continue
            backends += target in to_backend
            count += target not in to_backend and not target.endswith(".dll")
        return count, backends

    @staticmethod
    def gauge(metrics, name):
        found = re.search(rf"^{name}(?:{{[^}}]*}})? (\S+)", metrics, re.MULTILINE)
        if found is None:
            raise RuntimeError(f"/metrics has no {name}")
        return float(found.group(1))

    def excess(self, baseline):
        """What is more than it was, in words; empty if nothing is."""
        found = []
        if self.connections > 0:
            found.append(f"{self.connections:g} connections")
        if self.requests > 0:
            found.append(f"{self.requests:g} requests")
        # The metrics' own connection, and pollers that come and go with the thread pool.
        if self.descriptors > baseline.descriptors + 3:
            found.append(f"{self.descriptors} descriptors, {baseline.descriptors} before")
        if self.backends > MOST_BACKENDS:
            found.append(f"{self.backends} connections to the backend")
        if self.memory > baseline.memory + MEMORY_SLACK:
            found.append(f"{self.memory >> 20} MiB, {baseline.memory >> 20} MiB before")
        return ", ".join(found)

    def __str__(self):
        return f"{self.descriptors} descriptors, {self.backends} to the backend, {self.memory >> 20} MiB"


def settled(proxy, baseline, within=15):
    """The vitals once nothing is in excess, or those at the end of the patience."""
    deadline = time.monotonic() + within
    while True:
        vitals = Vitals(proxy)
        if not vitals.excess(baseline) or time.monotonic() > deadline:
            return vitals
        time.sleep(0.2)
