from django.apps import AppConfig


class PartiesConfig(AppConfig):
    name = "hocba.parties"
    label = "parties"
    verbose_name = "Đơn vị, con người, chứng thư số"
