"""The page *Sweep*: where each lane stops to answer more, over the load or over a setting."""
