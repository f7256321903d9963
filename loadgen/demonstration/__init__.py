"""Named demonstrations: a plan, what to look for in it, and what the audience expects.

``demonstration`` is the document, ``toml_document`` reads and writes it, ``gallery`` lists those of
the program (``files``) and of the user, ``wait_ceiling`` computes an expectation from a plan.
"""
