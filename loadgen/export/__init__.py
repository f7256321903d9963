"""A race as a document that a person takes away.

A ``run_record`` is all that is known of one race, its ``machine_info`` included; ``run_document``
is its JSON form, with a ``lane_summary`` for each lane. ``fairness`` is the table of what both
servers ran with. ``exporters`` are the other forms, each a view of the same document.
"""
