"""Which Python serves: its build can be worth more than a framework."""

import os
import platform
import sys
import sysconfig

from servers.process.child_environment import LOADER_PATHS
from servers.telemetry.messages import Setting


def python_build() -> tuple[Setting, ...]:
    """Of this process. A default is what python.org gives out."""
    gil = "off" if not getattr(sys, "_is_gil_enabled", lambda: True)() else "on"
    facts = (
        ("python_build", "Build", f"{platform.python_implementation()}, {_optimisation()}"),
        ("python_compiler", "Compiler", " ".join(platform.python_compiler().split())),
    )
    return (
        *(Setting(key, title, value, value) for key, title, value in facts),
        Setting("python_gil", "GIL", gil, "on"),
        Setting("python_flags", "Flags", _flags(), "none"),
        *_library_paths(),
    )


def _library_paths() -> tuple[Setting, ...]:
    """Which variables say where libraries come from; no row where none does."""
    names = ", ".join(name for name in LOADER_PATHS if os.environ.get(name))
    return (Setting("python_library_paths", "Library paths", names, "none"),) if names else ()


def _optimisation() -> str:
    """As it was configured; Windows does not tell, and its builds of python.org use PGO."""
    if hasattr(sys, "gettotalrefcount"):
        return "debug build"
    configured = sysconfig.get_config_var("CONFIG_ARGS")
    if not configured:
        return "optimisation unknown"
    known = {"--enable-optimizations": "PGO", "--with-lto": "LTO"}
    used = [name for option, name in known.items() if option in configured]
    return "optimised (" + ", ".join(used) + ")" if used else "not optimised"


def _flags() -> str:
    flags = {"-O": sys.flags.optimize, "-X dev": sys.flags.dev_mode, "-d": sys.flags.debug}
    return " ".join(name for name, on in flags.items() if on) or "none"
