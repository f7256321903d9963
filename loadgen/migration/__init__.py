"""Whether the shop answers at each stage of its migration as it did before."""
