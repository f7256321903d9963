"""The gallery of demonstrations: start one, guess before, save one's own."""
