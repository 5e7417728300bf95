from django.apps import AppConfig


class SuggestionsConfig(AppConfig):
    name = "annotator.suggestions"
    label = "suggestions"
    verbose_name = "Suggestions"

    def ready(self) -> None:
        from annotator.suggestions.receivers import on_ingested
        from articles.signals import ingested

        ingested.connect(on_ingested, dispatch_uid="suggestions.detect")
