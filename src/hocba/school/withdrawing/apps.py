from django.apps import AppConfig


class WithdrawingConfig(AppConfig):
    name = "hocba.school.withdrawing"
    label = "withdrawing"
    verbose_name = "Rút chữ ký"
