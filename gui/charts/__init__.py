"""Charts, one module each. They take a Timeline and a RacePlan, and know not who feeds them."""
