"""Make all vectors anew, keys and authorities too: ``python -m tests.vectors.make``.

Keys are thrown away, so what is made twice differs in every signature and in nothing else.
"""

from __future__ import annotations

import gzip
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography.hazmat.primitives.serialization import Encoding

from tests.authorities import Authorities, serving
from tests.core.signature import pki
from tests.vectors.catalogue import ARCHIVE_TRUST, LONG_TERM_TRUST, SCHOOL_TRUST, Vector
from tests.vectors.good import GOOD
from tests.vectors.on_documents import ON_DOCUMENTS
from tests.vectors.on_keys import ON_KEYS
from tests.vectors.on_places import ON_PLACES
from tests.vectors.on_time import ON_TIME

DATA = Path(__file__).with_name("data")
_LARGE = 200_000


def made(authorities: Authorities) -> Iterator[tuple[Vector, bytes]]:
    """Every vector with its document."""
    for recipe in (*GOOD, *ON_PLACES, *ON_DOCUMENTS, *ON_KEYS):
        yield from recipe.made()
    for recipe in ON_TIME:
        yield from recipe.made(authorities)


def write_all(directory: Path, authorities: Authorities) -> None:
    """Documents, roots and the manifest; what stood in ``directory`` is removed."""
    directory.mkdir(parents=True, exist_ok=True)
    for old in directory.iterdir():
        old.unlink()
    vectors = [_write(directory, *each) for each in made(authorities)]
    roots = {SCHOOL_TRUST: pki.root().certificate, LONG_TERM_TRUST: authorities.certificate("goc")}
    for name, root in roots.items():
        (directory / f"{name}.pem").write_bytes(root.public_bytes(Encoding.PEM))
    archive = [authorities.certificate(name) for name in ("goc", "goc-luu-tru")]
    pems = b"".join(each.public_bytes(Encoding.PEM) for each in archive)
    (directory / f"{ARCHIVE_TRUST}.pem").write_bytes(pems)
    manifest = [asdict(vector) | {"at": vector.at.isoformat()} for vector in vectors]
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    (directory / "manifest.json").write_text(text + "\n", encoding="utf-8")


def _write(directory: Path, vector: Vector, document: bytes) -> Vector:
    """Large ones are packed, as a packet may be; nothing changes in what they hold."""
    if len(document) > _LARGE:
        (directory / f"{vector.name}.xml.gz").write_bytes(gzip.compress(document, mtime=0))
    else:
        (directory / f"{vector.name}.xml").write_bytes(document)
    return vector


def main() -> None:
    os.environ["no_proxy"] = "127.0.0.1"
    with TemporaryDirectory() as keys, serving(Path(keys)) as authorities:
        write_all(DATA, authorities)
    sys.stdout.write(f"{len(list(DATA.iterdir()))} files in {DATA}\n")


if __name__ == "__main__":
    main()
