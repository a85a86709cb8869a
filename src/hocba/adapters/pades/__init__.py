"""Seals on PDFs (PAdES, EN 319 142-1): put on, verified, and kept verifiable."""

from hocba.adapters.pades.archive import Archivist
from hocba.adapters.pades.seal import Seal
from hocba.adapters.pades.sealed import MAX_BYTES
from hocba.adapters.pades.verify import BESIDE_PAGES, verify_pdf

__all__ = ["BESIDE_PAGES", "MAX_BYTES", "Archivist", "Seal", "verify_pdf"]
