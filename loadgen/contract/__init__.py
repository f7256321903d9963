"""Contracts: what applications accept, beside what their own OpenAPI documents say.

``exchange`` starts the servers, sends each of ``bodies`` to each of them and fetches their
documents. ``openapi_document`` tells whether a document allows a body, ``document_validity``
whether it is valid itself. ``matrix`` has both in its cells, ``document_facts`` sets the documents
side by side, ``validation_cost`` measures what an order costs. ``matrix_document`` writes it all as
JSON, ``matrix_text`` as text, and ``deviations`` finds what an earlier contract did not have.
``drift_run`` changes the code of the applications, and ``typed_client`` has what a typed client of
each document is worth.
"""
