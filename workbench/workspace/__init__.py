"""The generated project: trees, edits, protected paths, delivery."""
