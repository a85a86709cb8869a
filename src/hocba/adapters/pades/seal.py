"""Seal a PDF: PAdES B-B (EN 319 142-1) in an invisible field, as an incremental update.

The seal certifies the file (DocMDP, ISO 32000-2, 12.8.2.2): nothing may be changed any more,
only proofs for the archive may be added. Not a byte of what was typeset is touched, its XMP
and dates neither, so PDF/A-3a and PDF/UA-1 hold on.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError as FieldError
from pyhanko.sign.signers.cms_embedder import SigMDPSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject

from hocba.adapters.keys import SigningKey
from hocba.adapters.pades.cms import DIGEST, CmsForm
from hocba.adapters.pades.embedding import PlainUpdate, embed
from hocba.core.errors import InputError

FIELD = "CoQuanCapBan"
"""The name of the seal's field."""

_CERTIFYING = SigMDPSetup(DIGEST, certify=True, docmdp_perms=MDPPerm.NO_CHANGES)


class Seal:
    """A unit's key, ready to seal many PDFs."""

    def __init__(self, key: SigningKey) -> None:
        self._key = key
        self._form = CmsForm(key.certificate, key.chain, key.algorithm)

    def put_on(self, pdf: bytes, *, at: datetime) -> bytes:
        """``pdf`` under this seal, which says that it was put on ``at`` that time.

        Raises InputError when the PDF cannot be read or has been signed before, and
        SigningError when the key does not sign.
        """
        digits = 2 * self._form.room
        place = SignatureObject(at, SigSeedSubFilter.PADES, bytes_reserved=digits)
        try:
            return embed(PlainUpdate(BytesIO(pdf)), FIELD, place, self._signature, _CERTIFYING)
        except (PdfError, FieldError) as error:
            raise InputError(
                "Tệp PDF bị hỏng hoặc đã có chữ ký nên không đóng dấu số được."
            ) from error

    def _signature(self, document_digest: bytes) -> bytes:
        value = self._key.sign(self._form.attributes(document_digest))
        return self._form.filled(document_digest, value)
