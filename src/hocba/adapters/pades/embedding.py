"""Put a signature or timestamp into a PDF by an incremental update that touches nothing else."""

from __future__ import annotations

from collections.abc import Callable

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec
from pyhanko.sign.signers.cms_embedder import (
    PdfCMSEmbedder,
    SigIOSetup,
    SigMDPSetup,
    SigObjSetup,
)
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.signers.pdf_byterange import PdfSignedData

from hocba.adapters.pades.cms import DIGEST

# Outside of the page: PDF/UA-1 wants a tag on what is inside, PDF/A-3 forbids to hide it.
_UNSEEN = InvisSigSettings(set_print_flag=True, box_out_of_bounds=True)


class PlainUpdate(IncrementalPdfFileWriter):
    """An incremental update that leaves the document's XMP and dates as they are.

    pyHanko would write the clock's time into both, one after the other; when a second passes
    between them they differ, which breaks PDF/A.
    """

    def _update_meta(self) -> None:
        return


def embed(
    update: PlainUpdate,
    name: str,
    place: PdfSignedData,
    sign: Callable[[bytes], bytes],
    rules: SigMDPSetup | None = None,
) -> bytes:
    """The updated file with a new invisible field ``name``.

    ``sign`` makes the value in ``place`` from the SHA-256 of all that it covers.
    """
    update.register_extension(ESIC_EXTENSION_1)
    field = SigFieldSpec(name, invis_sig_settings=_UNSEEN)
    steps = PdfCMSEmbedder(field).write_cms(name, update)
    next(steps)
    steps.send(SigObjSetup(place, rules))
    prepared, output = steps.send(SigIOSetup(DIGEST))
    steps.send(sign(prepared.document_digest))
    return bytes(output.getvalue())
