from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "hocba.registry.ledger"
    label = "ledger"
    verbose_name = "Sổ cái"
