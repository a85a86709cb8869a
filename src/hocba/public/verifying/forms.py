"""The forms that take a file, and the two numbers of a copy on paper."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from hocba.public.copies.serials import read_serial
from hocba.public.lookup.codes import read_code
from hocba.public.portal.forms import Form

_SERIAL_WRONG = _(
    "Số bản in gồm 12 chữ số và chữ cái (không có I, L, O, U); hãy xem lại số ở chân trang."
)
_CODE_WRONG = _("Mã tra cứu gồm 32 kí tự, chỉ có chữ số và các chữ từ a đến f.")
_CODE_INPUT = {"class": "code", "autocomplete": "off", "spellcheck": "false"}


class FileForm(Form):
    tep = forms.FileField(
        label=_("Tệp cần kiểm tra"),
        help_text=_(
            "Bản in PDF, hoặc gói tin, trang học bạ, biên nhận dạng XML (có thể nén gzip); "
            "không quá 16 MB."
        ),
        error_messages={
            "required": _("Hãy chọn một tệp."),
            "empty": _("Tệp này rỗng. Hãy chọn tệp khác."),
        },
        widget=forms.FileInput,
    )


class CopyForm(Form):
    so = forms.CharField(
        label=_("Số bản in"),
        help_text=_("12 kí tự ở chân trang, chia ba nhóm; ví dụ 7F3K-9QW2-MX5T."),
        max_length=40,
        error_messages={"required": _("Hãy nhập số bản in."), "max_length": _SERIAL_WRONG},
        widget=forms.TextInput(attrs=_CODE_INPUT),
    )
    ma = forms.CharField(
        label=_("Mã tra cứu"),
        help_text=_("32 kí tự ở bìa hoặc ở chân trang."),
        max_length=500,
        error_messages={"required": _("Hãy nhập mã tra cứu."), "max_length": _CODE_WRONG},
        widget=forms.TextInput(attrs=_CODE_INPUT),
    )

    def clean_so(self) -> str:
        serial = read_serial(self.cleaned_data["so"])
        if serial is None:
            raise forms.ValidationError(_SERIAL_WRONG)
        return serial

    def clean_ma(self) -> str:
        code = read_code(self.cleaned_data["ma"])
        if code is None:
            raise forms.ValidationError(_CODE_WRONG)
        return code

    def refuse(self) -> None:
        """Say that there is no such copy, and not which of the two numbers is another's."""
        self.add_error(
            None,
            _(
                "Chưa cấp bản in nào có số này của học bạ này. Hãy xem lại từng kí tự của số bản "
                "in và mã tra cứu; nếu đã đúng, hãy hỏi nơi đưa bản in cho bạn."
            ),
        )
