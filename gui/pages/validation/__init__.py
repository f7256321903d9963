"""The page of validation: what applications accept, document, answer and cost, side by side."""
