"""The ledger for everybody: head, tiles, proofs, and a place where witnesses leave their word.

Nothing here is secret and nothing is personal; nobody needs to log in. A proof is asked for
by the hash of its leaf, which only somebody who holds the page can know.
"""

from __future__ import annotations

from base64 import b64encode

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from hocba.adapters import clock
from hocba.core.errors import InputError
from hocba.core.tiles import Tile
from hocba.registry.ledger import queries
from hocba.registry.ledger.keys import ledger_signer
from hocba.registry.ledger.tiles import contents
from hocba.registry.ledger.witnessing import keep_cosignatures, known_witnesses

_TEXT = "text/plain; charset=utf-8"
_MOST_BYTES = 64 * 1024


@require_GET
def checkpoint(_request: HttpRequest) -> HttpResponse:
    newest = queries.head()
    if newest is None:
        raise Http404
    return _changing(queries.cosigned(newest))


@require_GET
def tile(_request: HttpRequest, path: str) -> HttpResponse:
    found = Tile.parse(f"tile/{path}")
    if found is None:
        raise Http404
    try:
        ((_, data),) = contents([found])
    except KeyError as error:
        raise Http404 from error
    response = HttpResponse(data, content_type="application/octet-stream")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@require_GET
def inclusion(_request: HttpRequest, leaf_hash: str) -> HttpResponse:
    """The proof file of the leaf with this hash, under the newest head."""
    found = queries.inclusions_by_hash([bytes.fromhex(leaf_hash)])
    if not found:
        raise Http404
    (proof,) = found.values()
    return _changing(proof.data)


@require_GET
def consistency(_request: HttpRequest, old: int, new: int) -> HttpResponse:
    """The hashes of the proof that the log of ``new`` begins with that of ``old``, one a line."""
    try:
        path = queries.consistency(old, new)
    except (ValueError, KeyError) as error:
        raise Http404 from error
    return _changing(b"".join(b64encode(each) + b"\n" for each in path))


@require_GET
def key(_request: HttpRequest) -> HttpResponse:
    return _changing(f"{ledger_signer().verifier}\n".encode())


@csrf_exempt  # No cookie and no login counts here: a witness is known by its signature alone.
@require_POST
def cosignature(request: HttpRequest) -> HttpResponse:
    """Take a checkpoint of ours with the lines of witnesses whom we know."""
    note = request.read(_MOST_BYTES + 1)
    try:
        if len(note) > _MOST_BYTES:
            raise InputError("Ghi chú quá lớn.")
        keep_cosignatures(note, known_witnesses(), at=clock.now())
    except InputError as error:
        return HttpResponse(f"{error.message}\n", status=422, content_type=_TEXT)
    return HttpResponse(status=204)


def _changing(data: bytes) -> HttpResponse:
    response = HttpResponse(data, content_type=_TEXT)
    response["Cache-Control"] = "no-cache"
    return response
