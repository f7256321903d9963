"""The exported picture: ``render`` paints it, ``text`` is what it says, ``saver`` writes it."""
