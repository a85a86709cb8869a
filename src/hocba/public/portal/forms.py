"""What every form of the portal has in common."""

from __future__ import annotations

from typing import Any

from django import forms


class Form(forms.Form):
    """A form whose fields have their own names as ids, for the error summary to point at."""

    def __init__(self, data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, auto_id="%s")
