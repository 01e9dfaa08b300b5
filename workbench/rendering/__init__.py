"""Strict rendering of template files: prompts, generated files, the report."""
