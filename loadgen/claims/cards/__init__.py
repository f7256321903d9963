"""One module for each claim; ``loadgen.claims.claim_list`` lists them."""
