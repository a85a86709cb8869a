"""Evidence from the world outside: asked for, and kept in files."""

from hocba.adapters.evidence.files import load_evidence, save_evidence
from hocba.adapters.evidence.gathering import Gatherer

__all__ = ["Gatherer", "load_evidence", "save_evidence"]
