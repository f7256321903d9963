"""One file about a race for readers: HTML that needs no network, and Markdown to paste."""
