"""The two forms of the lookup: a code, and the second fact."""

from __future__ import annotations

import re
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from hocba.public.lookup.codes import read_code
from hocba.public.lookup.second_fact import SecondFact, read_day
from hocba.public.portal.forms import Form

_CODE_WRONG = _(
    "Mã tra cứu gồm 32 kí tự, chỉ có chữ số và các chữ từ a đến f; "
    "hãy xem lại mã ở bìa hoặc ở chân mỗi trang học bạ."
)
_REFUSED = _(
    "Không mở được học bạ với những thông tin này. Hãy xem lại mã tra cứu, ngày sinh và "
    "4 số cuối của số định danh; học bạ chưa chốt thì chưa xem được."
)
"""The same words whether there is no such transcript or the fact is not the pupil's."""

_FOUR_DIGITS = re.compile(r"[0-9]{4}")


class CodeForm(Form):
    ma = forms.CharField(
        label=_("Mã tra cứu"),
        help_text=_(
            "32 kí tự, ở bìa hoặc ở chân mỗi trang học bạ. "
            "Có hay không có dấu gạch, hay cả địa chỉ từ mã QR, đều được."
        ),
        max_length=500,
        error_messages={"required": _("Hãy nhập mã tra cứu."), "max_length": _CODE_WRONG},
        widget=forms.TextInput(
            attrs={
                "class": "code",
                "autocomplete": "off",
                "spellcheck": "false",
                "autocapitalize": "none",
            }
        ),
    )

    def clean_ma(self) -> str:
        code = read_code(self.cleaned_data["ma"])
        if code is None:
            raise forms.ValidationError(_CODE_WRONG)
        return code


class SecondFactForm(Form):
    ngay_sinh = forms.CharField(
        label=_("Ngày sinh của học sinh"),
        help_text=_("Ngày, tháng, năm. Ví dụ: 18/12/2014"),
        max_length=30,
        error_messages={"required": _("Hãy nhập ngày sinh của học sinh.")},
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off"}),
    )
    so_cuoi = forms.CharField(
        label=_("4 số cuối của số định danh cá nhân"),
        help_text=_("Số định danh cá nhân có 12 chữ số, ghi trên căn cước hoặc giấy khai sinh."),
        max_length=12,
        error_messages={"required": _("Hãy nhập 4 số cuối của số định danh cá nhân.")},
        widget=forms.TextInput(
            attrs={"class": "short", "autocomplete": "off", "inputmode": "numeric"}
        ),
    )

    def clean_ngay_sinh(self) -> date:
        day = read_day(self.cleaned_data["ngay_sinh"])
        if day is None:
            raise forms.ValidationError(_("Ngày sinh phải có dạng ngày/tháng/năm, như 18/12/2014."))
        return day

    def clean_so_cuoi(self) -> str:
        digits = str(self.cleaned_data["so_cuoi"])
        if not _FOUR_DIGITS.fullmatch(digits):
            raise forms.ValidationError(_("Hãy nhập đúng 4 chữ số cuối của số định danh cá nhân."))
        return digits

    @property
    def fact(self) -> SecondFact:
        """What was said, once the form is valid."""
        return SecondFact(self.cleaned_data["ngay_sinh"], self.cleaned_data["so_cuoi"])

    @property
    def typed(self) -> list[tuple[str, str]]:
        """Names and values as they were sent."""
        return [(field.html_name, field.value() or "") for field in self]

    def refuse(self) -> None:
        """Say that the transcript is not shown, and not why."""
        self.add_error(None, _REFUSED)
