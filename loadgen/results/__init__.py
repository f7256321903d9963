"""What a person takes away. Everything here is made of Frames, and knows neither sockets nor Qt.

``timeline`` keeps them as columns for plots; ``verdict`` says in a sentence who leads; ``run_file``
is the run document that every other export is a view of; ``exporters`` write it, whole or not at
all.
"""
