"""Clones with libgit2 and its libssh2: URL FOLDER KEY."""
import sys

import pygit2

url, folder, key = sys.argv[1:]
user = url.split("//", 1)[1].split("@", 1)[0]


class Callbacks(pygit2.RemoteCallbacks):
    def credentials(self, url, username_from_url, allowed_types):
        return pygit2.Keypair(username_from_url or user, key + ".pub", key, "")

    def certificate_check(self, certificate, valid, host):
        # pygit2 gives no access to an SSH host key: the connection is accepted here, and its content is checked by the caller.
        return True


pygit2.clone_repository(url, folder, callbacks=Callbacks())
