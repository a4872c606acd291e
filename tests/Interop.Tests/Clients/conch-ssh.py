"""Twisted Conch's own command line client, run by the Python that sees Debian's modules: conch's options and words."""
import sys

from twisted.conch.scripts.conch import run

sys.argv[0] = "conch"
run()
