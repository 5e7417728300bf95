from django.urls import URLPattern, URLResolver, include, path

from annotator.review.measured import views

one: list[URLPattern | URLResolver] = [
    path("", views.agreement_one, name="agreement_one"),
    path("codes/", views.agreement_codes, name="agreement_codes"),
    path("pairs/", views.agreement_pairs, name="agreement_pairs"),
    path("weeks/", views.agreement_weeks, name="agreement_weeks"),
    path("articles/", views.agreement_articles, name="agreement_articles"),
    path("confusion/", views.agreement_confusion, name="agreement_confusion"),
    path("units/", views.agreement_units, name="agreement_units"),
    path("agreement.csv", views.agreement_file, {"format": "csv"}, name="agreement_csv"),
    path("agreement.json", views.agreement_file, {"format": "json"}, name="agreement_json"),
]

urlpatterns = [
    path("", views.agreement, name="agreement"),
    path("measure/", views.agreement_measure, name="agreement_measure"),
    path("earlier/", views.agreement_earlier, name="agreement_earlier"),
    path("<int:number>/", include(one)),
]
