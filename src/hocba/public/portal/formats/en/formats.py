"""24 June 2024, 08:00 on 24 June 2024."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = r"H:i \o\n j F Y"
TIME_FORMAT = "H:i:s"
