"""Run by path: ``exec_as_user.py PARENT UID GID SIGNAL COMMAND...`` becomes that command.

First it takes on that account (UID -1: none), then has Linux send it SIGNAL when its parent dies;
in this order, since a change of account clears that wish. Standard library only, no site packages:
it stands between a supervisor and every server it starts.
"""

import ctypes
import os
import sys

_PR_SET_PDEATHSIG = 1


def main() -> None:
    """Does not return."""
    parent, uid, gid, signal = map(int, sys.argv[1:5])
    command = sys.argv[5:]
    if uid >= 0:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)
    os.execv(command[0], command)


if __name__ == "__main__":
    try:
        main()
    except OSError as error:
        account = f" as account {sys.argv[2]}" if sys.argv[2] != "-1" else ""
        sys.exit(f"{os.path.basename(sys.argv[5])} could not be run{account}: {error.strerror}")
