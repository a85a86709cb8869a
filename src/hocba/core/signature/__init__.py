"""The one signature profile: prepare, sign outside, complete; verify.

Algorithms and policy are data, trust and time are arguments. ``docs/signature-profile.md``
describes the profile for those who write or check such signatures with other programs.
"""

from hocba.core.signature.algorithms import Algorithm
from hocba.core.signature.archive import imprint_to_renew, renew
from hocba.core.signature.embed import embed, imprint_to_stamp
from hocba.core.signature.evidence import Evidence
from hocba.core.signature.policy import POLICY, POLICY_KEPT, POLICY_WITH_ANSWERS, Policy
from hocba.core.signature.prepare import (
    Prepared,
    complete,
    prepare_dispatch,
    prepare_dispatch_receipt,
    prepare_order,
    prepare_packet,
    prepare_page,
    prepare_receipt,
    resume_packet,
    resume_page,
)
from hocba.core.signature.report import (
    BodyReport,
    DispatchReceiptReport,
    DispatchReport,
    OrderReport,
    PacketReport,
    PageReport,
    PdfReport,
    ReceiptReport,
    Report,
    SignatureReport,
    UnreadReport,
)
from hocba.core.signature.trust import TrustStore
from hocba.core.signature.verifier import (
    verify,
    verify_dispatch,
    verify_dispatch_receipt,
    verify_order,
    verify_packet,
    verify_page,
    verify_receipt,
    verify_tree,
    verify_tree_asking,
)

__all__ = [
    "POLICY",
    "POLICY_KEPT",
    "POLICY_WITH_ANSWERS",
    "Algorithm",
    "BodyReport",
    "DispatchReceiptReport",
    "DispatchReport",
    "Evidence",
    "OrderReport",
    "PacketReport",
    "PageReport",
    "PdfReport",
    "Policy",
    "Prepared",
    "ReceiptReport",
    "Report",
    "SignatureReport",
    "TrustStore",
    "UnreadReport",
    "complete",
    "embed",
    "imprint_to_renew",
    "imprint_to_stamp",
    "prepare_dispatch",
    "prepare_dispatch_receipt",
    "prepare_order",
    "prepare_packet",
    "prepare_page",
    "prepare_receipt",
    "renew",
    "resume_packet",
    "resume_page",
    "verify",
    "verify_dispatch",
    "verify_dispatch_receipt",
    "verify_order",
    "verify_packet",
    "verify_page",
    "verify_receipt",
    "verify_tree",
    "verify_tree_asking",
]
