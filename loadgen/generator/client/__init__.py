"""HTTP/1.1 for measuring: an ``httpx.AsyncBaseTransport`` on asyncio protocols.

``transport`` uses a ``connection`` per request in flight; the connections of one generator share a
``connection_registry``. ``response_parser`` knows no sockets; ``response_head`` and
``header_fields`` are its parts. ``httpx_client`` is stock httpx with the same interface.
"""
