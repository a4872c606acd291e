"""The cases, a file for each part of the protocol; importing them registers them."""

from . import (abandonment, agreements, authentication, channels, data, floods, identification, packets, proposals, rekeying,
               requests, slowness)
