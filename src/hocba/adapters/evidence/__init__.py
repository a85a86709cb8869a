"""Evidence from the world outside: asked for, and kept in files."""

from hocba.adapters.evidence.files import load_evidence, save_evidence
from hocba.adapters.evidence.gathering import Gatherer
from hocba.adapters.evidence.keeping import Keeper

__all__ = ["Gatherer", "Keeper", "load_evidence", "save_evidence"]
