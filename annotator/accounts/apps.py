from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "annotator.accounts"
    label = "accounts"
    verbose_name = "People"

    def ready(self) -> None:
        from annotator import checks  # noqa: F401 - registers itself
