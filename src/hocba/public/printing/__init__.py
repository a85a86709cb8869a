"""The printed transcript: facts in words, typst templates, PDF/A-3a and PDF/UA-1.

Needs neither Django nor a database; what a person may edit is in ``templates``.
"""

from hocba.public.printing.facts import facts
from hocba.public.printing.imprint import FILE as IMPRINT
from hocba.public.printing.imprint import Imprint, NoImprint, YearImprint, read_imprint
from hocba.public.printing.signing import SignatureBlock, signature_blocks
from hocba.public.printing.transcript import Transcript, Year
from hocba.public.printing.typeset import TEMPLATES, Typesetter, press, render, render_many

__all__ = [
    "IMPRINT",
    "TEMPLATES",
    "Imprint",
    "NoImprint",
    "SignatureBlock",
    "Transcript",
    "Typesetter",
    "Year",
    "YearImprint",
    "facts",
    "press",
    "read_imprint",
    "render",
    "render_many",
    "signature_blocks",
]
