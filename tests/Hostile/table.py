"""What a run prints: a row for each case, a foot for each group, a summary."""

from threading import Lock


class Table:
    def __init__(self, quiet):
        self.quiet = quiet
        self.lock = Lock()

    def group(self, name, results, foot):
        """A whole group at once: groups of different proxies run at the same time."""
        with self.lock:
            if not self.quiet:
                print(f"\n{name}\n  {'case':<66} {'alive':<6}{'login':<6}{'time':>6}  how it ended")
            for result in results:
                if not self.quiet or not result.right:
                    print(self.row(result))
            if not self.quiet:
                print(f"  -- {foot}", flush=True)

    @staticmethod
    def row(result):
        alive, login = "yes" if result.alive else "NO", "works" if result.login is None else "NO"
        how = result.how if result.fault is None else f"BROKEN: {result.fault}"
        if result.login is not None:
            how += f" | login: {result.login}"
        return f"  {result.case.name:<66} {alive:<6}{login:<6}{result.seconds:5.1f}s  {how}"

    def summary(self, results, faults, seconds):
        wrong = [result for result in results if not result.right]
        for fault in faults:
            print(f"FAULT {fault}")
        for result in wrong:
            print(f"BROKEN {result.case.group}: {result.case.name}: {result.fault or result.login}")
        print(f"{len(results)} cases, {len(wrong)} broken, {len(faults)} faults of a group, {seconds:.0f} s")
