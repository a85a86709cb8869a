"""Packets that wait to be taken in: kept durably, taken up by workers, fair between schools."""
