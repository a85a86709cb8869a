"""Days as they are typed on the command line."""

from __future__ import annotations

from datetime import date

from hocba.core.errors import InputError


def day(text: str) -> date:
    """The day that ``text`` says, such as 2024-05-15. Raises InputError for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"«{text}» không phải một ngày; hãy viết như 2024-05-15.") from None
