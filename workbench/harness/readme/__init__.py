"""Carries out a README in an empty folder, the way somebody would who has just cloned it."""
