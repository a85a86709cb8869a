from django.apps import AppConfig


class OrdersConfig(AppConfig):
    name = "hocba.registry.orders"
    label = "orders"
    verbose_name = "Đề nghị của trường"
