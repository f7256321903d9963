"""The page *Claims*: what is claimed about both frameworks, each put to the test here."""
