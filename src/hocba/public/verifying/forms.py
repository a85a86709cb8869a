"""The form that takes a file."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from hocba.public.portal.forms import Form


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
