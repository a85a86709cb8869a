from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "hocba.registry.journal"
    label = "journal"
    verbose_name = "Nhật ký"
