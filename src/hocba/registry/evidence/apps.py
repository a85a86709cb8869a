from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "hocba.registry.evidence"
    label = "evidence"
    verbose_name = "Bằng chứng"
