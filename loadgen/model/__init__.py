"""The values that the parts of the program exchange; every other part may import these.

``race_plan`` is what a person chose, ``load_plan`` what a generator is to send. ``snapshot`` is
what a generator reports, ``frame`` both lanes at one moment, ``histogram`` how latencies travel,
``load_summary`` what a load came to. ``number_format`` is how figures are written everywhere.
``clock`` counts suspended time, and detects pauses of a process.
"""
