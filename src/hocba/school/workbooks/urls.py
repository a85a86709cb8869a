"""``/bang-tong-hop``: one page, a form and what came of it."""

from __future__ import annotations

from django.urls import path

from hocba.school.workbooks import views

app_name = "workbooks"
urlpatterns = [path("bang-tong-hop", views.workbook_page, name="workbook")]
