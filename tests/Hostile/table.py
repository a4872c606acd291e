"""What a run prints: a row for each case, a foot for each group, a summary."""

import sys



class Table:
    def __init__(self, quiet):
        self.quiet = quiet

    def say(self, line):
        print(line)
        sys.stdout.flush()

    def group(self, name):
        if not self.quiet:
            self.say(f"\n{name}")
            self.say(f"  {'case':<66} {'alive':<6}{'login':<6}{'time':>6}  how it ended")

    def row(self, result):
        if self.quiet and result.right:
            return
        alive, login = "yes" if result.alive else "NO", "works" if result.login is None else "NO"
        how = result.how if result.fault is None else f"BROKEN: {result.fault}"
        if result.login is not None:
            how += f" | login: {result.login}"
        self.say(f"  {result.case.name:<66} {alive:<6}{login:<6}{result.seconds:5.1f}s  {how}")

    def foot(self, proxy, vitals, excess, login, seconds):
        if not self.quiet:
            verdict = f"KEEPS {excess}" if excess else "back at the baseline"
            self.say(f"  -- {proxy.name}: {vitals}: {verdict}; git ls-remote {'works' if login is None else login}; {seconds:.0f} s")

    def summary(self, results, faults, seconds):
        wrong = [result for result in results if not result.right]
        for fault in faults:
            self.say(f"FAULT {fault}")
        for result in wrong:
            self.say(f"BROKEN {result.case.group}: {result.case.name}: {result.fault or result.login}")
        self.say(f"{len(results)} cases, {len(wrong)} broken, {len(faults)} faults of a group, {seconds:.0f} s")
