from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "hocba.parties.accounts"
    label = "accounts"
    verbose_name = "Tài khoản"
