"""Attacks and accidents, each with what must happen: kills, programs, answers, documents, files, hosts."""
