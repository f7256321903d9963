"""Imported before all else that waits, it makes that wait in greenlets instead of threads.

What watches the server from inside is not patched, see ``servers.process.native_threads``.
"""

from gevent import monkey

monkey.patch_all()
