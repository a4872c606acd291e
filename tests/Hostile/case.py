"""A case: an attack, and which ends of it are right."""

from peer import Broken, Ended

# The proxy must end the connection; must keep serving it; may do either.
ENDS, LIVES, EITHER = "ends", "lives", "either"

CASES = []


class Attack:
    """What a case has in hand. Connections made by it are closed after it."""

    def __init__(self, site, proxy):
        self.site, self.proxy = site, proxy
        self.peers = []

    def dial(self, **options):
        peer = self.proxy.dial(**options)
        self.peers.append(peer)
        return peer

    def identified(self, **options):
        return self.dial(**options).identify()

    def keyed(self, **choice):
        """Keys are exchanged, nothing is said about login."""
        return self.identified().exchange_keys(**choice)

    def at_login(self, **choice):
        return self.keyed(**choice).ask_service()

    def inside(self, narrow=False, **choice):
        return self.identified(narrow=narrow).exchange_keys(**choice).ask_service().login(self.site.alice)

    def in_session(self, **window):
        """A logged in connection with a session channel: the peer and the proxy's number for the channel."""
        peer = self.inside()
        return peer, peer.open_session(**window)


class Case:
    def __init__(self, group, name, right, body, hasty=False, patience=8):
        self.group, self.name, self.right, self.body, self.hasty, self.patience = group, name, right, body, hasty, patience

    def run(self, site):
        """How the proxy ended it, in words.

        Raises Broken if it did what it must not.
        """
        attack = Attack(site, site.hasty if self.hasty else site.patient)
        said = None
        try:
            said = self.body(attack)
            if self.right == ENDS:
                return attack.peers[-1].wait_for_end(self.patience)
        except Ended as end:
            if self.right == LIVES:
                raise Broken(f"the proxy ended the connection: {end}") from None
            return str(end)
        except TimeoutError as fault:
            raise Broken(str(fault)) from None
        finally:
            for peer in attack.peers:
                peer.close()
        return said or "went on"


def case(group, right, name=None, hasty=False, patience=8):
    """Makes a function a case; its name with spaces is the case's."""
    def register(body):
        CASES.append(Case(group, name or body.__name__.replace("_", " "), right, body, hasty, patience))
        return body
    return register


def each(group, right, values, hasty=False, patience=8):
    """Makes a case of each named value; `values` is a dictionary, and the function takes the value as well."""
    def register(body):
        for label, value in values.items():
            name = f"{body.__name__.replace('_', ' ')}: {label}"
            CASES.append(Case(group, name, right, lambda attack, value=value: body(attack, value), hasty, patience))
        return body
    return register
