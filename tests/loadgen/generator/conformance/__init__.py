"""Whether the transport does what httpx's own does, whatever a server sends.

``cases`` adds the rarer corners of RFC 9112 to ``framing_cases``; ``differences`` is the one table
of what is meant to differ, and why. The same bytes go to both transports: cut anywhere
(``test_cut``), ended anywhere (``test_ended``), over real sockets (``test_on_sockets``), too large
(``test_oversized``). ``test_differences`` shows that each difference is still one, and
``test_fuzz`` throws at a whole generator what nobody thought of.
"""
