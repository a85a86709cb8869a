"""What the head fills in: which pages, and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hocba.school.pages.journal import LONGEST_REASON


class WithdrawalForm(forms.Form):
    hoc_ba = forms.MultipleChoiceField(
        error_messages={
            "required": _("Hãy chọn ít nhất một học bạ."),
            "invalid_choice": _("Có học bạ không còn rút chữ ký được; hãy xem lại danh sách."),
        },
    )
    ly_do = forms.CharField(
        max_length=LONGEST_REASON,
        error_messages={
            "required": _("Hãy ghi lí do rút chữ ký."),
            "max_length": _("Lí do dài nhất %(limit_value)d kí tự."),
        },
    )

    def __init__(self, lookup_codes: Iterable[str], data: Any = None) -> None:
        super().__init__(data, auto_id="%s")
        self.fields["hoc_ba"].choices = [(code, code) for code in lookup_codes]  # type: ignore[attr-defined]
