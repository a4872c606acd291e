"""The cases, a file for each part of the protocol; importing them registers them."""

from . import identification, proposals
