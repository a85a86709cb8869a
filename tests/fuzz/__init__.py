"""Mutations of good documents by the hundred thousand: ``python -m tests.fuzz`` (``make fuzz``)."""
