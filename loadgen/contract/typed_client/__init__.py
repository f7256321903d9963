"""Typed clients: what a document gives a developer's editor, and what a type checker finds by it.

``client_run`` has openapi-python-client generate a client from each document (``tools`` runs it in
a child), ``endpoints`` reads what it generated, ``caller`` writes a small program that uses it,
right and wrong, and ``type_check`` has mypy check that. ``client_text`` says what came of it,
``client_document`` writes it as JSON.
"""
