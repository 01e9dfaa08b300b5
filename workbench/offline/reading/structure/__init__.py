"""Structured text (code, tables, indented blocks) written as the request language has it."""
