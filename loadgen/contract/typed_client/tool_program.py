"""``python -m loadgen.contract.typed_client.tool_program MODULE ...``: a tool as a child of ours.

The tool, a module of another package, ends with the program that started it.
"""

import os
import runpy
import sys

from servers.process import parent_death

if __name__ == "__main__":
    parent_death.die_with_parent()
    parent_death.on_stdin_closed(lambda: os._exit(1))
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
