"""What totals answer, and the traces that prove it."""
