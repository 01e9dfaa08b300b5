"""Journeys along links and addresses, without the records of the pages."""
