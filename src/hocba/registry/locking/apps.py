from django.apps import AppConfig


class LockingConfig(AppConfig):
    name = "hocba.registry.locking"
    label = "locking"
    verbose_name = "Chốt học bạ"
