"""Routes as they are moved in a hurry: each module is called after its trap and its route."""
