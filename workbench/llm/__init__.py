"""Chat models per role: budgets, recordings, and the block grammar of prompts and answers."""
