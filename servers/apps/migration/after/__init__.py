"""The routes of the shop that have moved to FastAPI, answered as Flask answered them."""
