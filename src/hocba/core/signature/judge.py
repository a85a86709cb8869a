"""One signature before the court: steps 3 to 12 of the verifier."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from hocba.core.lifecycle import Role
from hocba.core.signature import profile
from hocba.core.signature.algorithms import Algorithm, holds
from hocba.core.signature.certificates import SigningCertificate, load
from hocba.core.signature.grammar import Signature
from hocba.core.signature.places import Place
from hocba.core.signature.policy import Policy
from hocba.core.signature.profile import SignedForm
from hocba.core.signature.reasons import SIGNATURE_VALID, Refused, because
from hocba.core.signature.report import SignatureReport
from hocba.core.signature.trust import NoTrust, Path, TrustStore, Untrusted
from hocba.core.signature.witnesses import Witnesses
from hocba.core.verdict import Verdict

_ROLES: dict[str, Role] = {role.value: role for role in Role}
_ALGORITHMS: dict[str, Algorithm] = {each.value: each for each in Algorithm}


@dataclass(frozen=True, slots=True)
class Court:
    """By what a signature is judged; ``at`` is the time of verification, with its time zone.

    ``witnesses`` are None when nobody was asked about revocation and times.
    """

    trust: TrustStore
    policy: Policy
    at: datetime
    witnesses: Witnesses | None = None


def judge(signature: Signature | None, place: Place, court: Court) -> SignatureReport:
    """The verdict on the signature at ``place``; None is one that has not the profile's form."""
    if signature is None:
        return SignatureReport(because("CAU_TRUC_CHU_KY"))
    form, signer = signature.form, _signer(signature)
    verdict, path = _verdict(signature, signer, place, court)
    return SignatureReport(
        verdict=verdict,
        signature_id=form.signature_id,
        role=_ROLES.get(form.role),
        in_place_of=form.in_place_of,
        covers=tuple(form.targets),
        signing_time=form.signing_time,
        signer=signer,
        chain=path.chain if path else (),
        anchor=path.anchor if path else None,
        read=signature,
    )


def _verdict(
    signature: Signature, signer: SigningCertificate | None, place: Place, court: Court
) -> tuple[Verdict, Path | None]:
    form = signature.form
    try:
        place.admit(form)
        if form.signing_time > court.at:
            raise Refused("THOI_GIAN_TUONG_LAI")
        algorithm = require_algorithm(form, court.policy)
        _require_whole(signature, place)
        signer = _require_committed(signer, form)
        require_fit(signer, court.policy, form.signing_time)
        if not holds(algorithm, signer.key, signature.value, signature.signed_info):
            raise Refused("CHU_KY_SAI")
        if form.role == Role.SCHOOL:
            require_school(signer, place.school_name)
        path = _require_trust(signer, signature, court)
    except Refused as refused:
        return refused.verdict, None
    return SIGNATURE_VALID, path


def _signer(signature: Signature) -> SigningCertificate | None:
    try:
        return load(signature.certificates[0])
    except ValueError:
        return None


def require_algorithm(form: SignedForm, policy: Policy) -> Algorithm:
    """The algorithm, once the policy accepts it at signing time. Raises Refused."""
    algorithm = _ALGORITHMS.get(form.algorithm)
    if algorithm is None or not policy.accepts(algorithm, form.signing_time):
        raise Refused("THUAT_TOAN")
    return algorithm


def _require_whole(signature: Signature, place: Place) -> None:
    for reference in signature.form.references:
        if reference.digest != place.digest_of(reference.target):
            raise Refused("NOI_DUNG_BI_SUA")
    if signature.properties_digest != profile.digest(signature.signed_properties):
        raise Refused("NOI_DUNG_BI_SUA")


def _require_committed(signer: SigningCertificate | None, form: SignedForm) -> SigningCertificate:
    if signer is None:
        raise Refused("CHUNG_THU_HONG")
    if signer.digest != form.certificate_digest:
        raise Refused("CHUNG_THU_BI_TRAO")
    return signer


def require_fit(signer: SigningCertificate, policy: Policy, signing_time: datetime) -> None:
    """Raise Refused unless the certificate is for signing, strong enough, and valid then."""
    if not signer.may_sign:
        raise Refused("CHUNG_THU_SAI_MUC_DICH")
    if signer.rsa_bits is not None and signer.rsa_bits < policy.minimum_rsa_bits:
        raise Refused("KHOA_YEU")
    if signing_time < signer.valid_from:
        raise Refused("CHUNG_THU_CHUA_HIEU_LUC")
    if signing_time > signer.valid_until:
        raise Refused("CHUNG_THU_HET_HIEU_LUC")


def require_school(signer: SigningCertificate, school_name: str) -> None:
    """Raise Refused unless the certificate's organisation is the school, letter by letter."""
    same = signer.organization == school_name or _plain(signer.organization) == _plain(school_name)
    if not school_name or not same:
        raise Refused("SAI_TO_CHUC")


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split())


def _require_trust(signer: SigningCertificate, signature: Signature, court: Court) -> Path:
    sent = signature.certificates[1:]
    if court.witnesses is not None:
        sent += court.witnesses.hints
    try:
        return court.trust.path(signer, sent, signature.form.signing_time)
    except NoTrust:
        raise Refused("CHUA_CO_GOC_TIN_CAY") from None
    except Untrusted:
        raise Refused("KHONG_TOI_GOC_TIN_CAY") from None
