"""What the public pages need of the database when they are served by themselves."""

from __future__ import annotations

WRITES = frozenset(
    {
        "accounts_account",
        "api_tally",
        "copies_issuedcopy",
        "django_session",
        "limits_spenttask",
        "limits_tally",
        "lookup_look",
        "owners_grant",
        "owners_opening",
        "socialaccount_socialaccount",
    }
)
"""As far as no guard refuses it: logs take lines, of a grant its end may be written."""

READS = frozenset(
    {
        "access_grant",
        "access_sender",
        "access_token",
        "accounts_membership",
        "accounts_organisation",
        "intake_registeredpage",
        "ledger_checkpoint",
        "ledger_cosignature",
        "ledger_entry",
        "ledger_node",
        "organisations_custodyperiod",
        "organisations_legalbasis",
        "owners_parentlink",
        "parties_person",
        "parties_unit",
        "socialaccount_socialapp",
    }
)
"""Beside those."""
