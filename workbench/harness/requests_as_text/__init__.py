"""Requests as text, for whoever reads a finding."""
