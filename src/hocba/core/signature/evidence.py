"""What others have said of certificates and times: bytes, collected by somebody, not yet judged."""

from __future__ import annotations

from dataclasses import astuple, dataclass


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything is DER, each kind without repetition.

    ``certificates`` are authorities, hints for building chains; ``ocsp`` answers (RFC 6960);
    ``crls`` (RFC 5280); ``tokens`` timestamps (RFC 3161), found by the digest that they stamp.
    """

    certificates: tuple[bytes, ...] = ()
    ocsp: tuple[bytes, ...] = ()
    crls: tuple[bytes, ...] = ()
    tokens: tuple[bytes, ...] = ()

    def __bool__(self) -> bool:
        return self is not NOTHING and any(astuple(self))

    def __or__(self, other: Evidence) -> Evidence:
        """Both together, what is the same kept once."""
        pairs = zip(astuple(self), astuple(other), strict=True)
        return Evidence(*(tuple(dict.fromkeys(own + others)) for own, others in pairs))

    @property
    def answers(self) -> bool:
        """Whether anything in it speaks of revocation."""
        return bool(self.ocsp or self.crls)


NOTHING = Evidence()
