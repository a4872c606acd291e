"""Runs cases group by group and judges the proxy after each case and after each group."""

import time
from concurrent.futures import ThreadPoolExecutor

from vitals import Vitals, settled

# Words in the proxy's log that mean a mistake of ours, whatever the client saw.
MISTAKES = ("InternalError", '"level":"error"', '"level":"critical"', "Unhandled exception")


class Result:
    def __init__(self, case, how, fault, alive, login, seconds):
        self.case, self.how, self.fault, self.alive, self.login, self.seconds = case, how, fault, alive, login, seconds

    @property
    def right(self):
        return self.fault is None and self.alive and self.login is None


def run_case(site, case):
    """The attack itself, then a good login."""
    started = time.monotonic()
    how, fault = "", None
    try:
        how = case.run(site)
    except Exception as broken:
        fault = f"{type(broken).__name__}: {broken}"
    seconds = time.monotonic() - started
    proxy = site.hasty if case.hasty else site.patient
    alive = proxy.alive
    return Result(case, how, fault, alive, site.good_login(proxy) if alive else "no process", seconds)


class Runner:
    def __init__(self, site, table, at_once):
        self.site, self.table, self.at_once = site, table, at_once
        self.results, self.faults = [], []

    def run(self, cases, times):
        self.warm_up()
        self.baselines = {proxy.name: Vitals(proxy) for proxy in self.site.proxies}
        lanes = {proxy.name: {} for proxy in self.site.proxies}
        for case in cases:
            lanes[self.proxy_of(case).name].setdefault(case.group, []).append(case)
        with ThreadPoolExecutor(len(lanes)) as pool:
            list(pool.map(lambda lane: self.run_lane(lane, times), lanes.values()))
        for proxy in self.site.proxies:
            lines = [line for line in proxy.log().splitlines() if any(word in line for word in MISTAKES)]
            self.faults += [f"{proxy.name} logged: {line[:300]}" for line in lines[:10]]

    def warm_up(self):
        """Threads, pools and compiled code come with the first use and are no leak."""
        with ThreadPoolExecutor(self.at_once) as pool:
            for proxy in self.site.proxies:
                for fault in pool.map(lambda _, proxy=proxy: self.site.good_login(proxy), range(3 * self.at_once)):
                    if fault is not None:
                        raise RuntimeError(f"no login works before any attack: {fault}\n{proxy.log()[-2000:]}")
        time.sleep(0.5)

    def proxy_of(self, case):
        return self.site.hasty if case.hasty else self.site.patient

    def run_lane(self, groups, times):
        """One proxy's groups, one after the other, so that each group's foot speaks of that group alone."""
        for _ in range(times):
            for group, members in groups.items():
                self.run_group(group, members)

    def run_group(self, group, cases):
        started = time.monotonic()
        results = []
        # Long waits first, so that the short cases fill the time.
        with ThreadPoolExecutor(self.at_once) as pool:
            for result in pool.map(lambda case: run_case(self.site, case), sorted(cases, key=lambda case: -case.patience)):
                results.append(result)
        self.results += results
        proxy = self.proxy_of(cases[0])
        if not proxy.alive:
            self.faults.append(f"after {group}: the proxy {proxy.name} has ended")
            self.table.group(group, results, f"{proxy.name}: ENDED")
            return
        vitals = settled(proxy, self.baselines[proxy.name])
        excess = vitals.excess(self.baselines[proxy.name])
        login = self.site.real_login(proxy)
        verdict = f"KEEPS {excess}" if excess else "back at the baseline"
        self.table.group(group, results, f"{proxy.name}: {vitals}: {verdict}; git ls-remote {'works' if login is None else 'FAILS'}; "
                                         f"{time.monotonic() - started:.0f} s")
        if excess:
            self.faults.append(f"after {group}: {proxy.name} keeps {excess}")
        if login is not None:
            self.faults.append(f"after {group}: {proxy.name}: {login}")
