"""The code sets of the field: subjects, qualities and competences, and their names."""

from hocba.core.codes.subjects import SUBJECTS, Subject, find_subject
from hocba.core.codes.traits import COMPETENCES, QUALITIES, TraitName, find_trait
from hocba.core.codes.words import words

__all__ = [
    "COMPETENCES",
    "QUALITIES",
    "SUBJECTS",
    "Subject",
    "TraitName",
    "find_subject",
    "find_trait",
    "words",
]
