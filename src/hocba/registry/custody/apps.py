from django.apps import AppConfig


class CustodyConfig(AppConfig):
    name = "hocba.registry.custody"
    label = "custody"
    verbose_name = "Quản lý học bạ khi chuyển trường"
