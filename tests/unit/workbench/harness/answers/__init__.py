"""Answers of servers under test."""
