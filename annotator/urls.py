"""The site's table of contents."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from annotator.studies.urls import invited, persons

admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("annotator.annotations.urls")),
    path("", include("annotator.accounts.urls")),
    path("articles/", include("articles.urls")),
    path("jobs/", include("annotator.jobs.urls")),
    path("studies/", include("annotator.studies.urls")),
    path("invitations/", include(invited)),
    path("people/", include(persons)),
    path("studies/<slug:slug>/cases/", include("annotator.review.urls")),
    path("studies/<slug:slug>/cases/<int:pk>/card/", include("annotator.review.card.urls")),
    path("studies/<slug:slug>/agreement/", include("annotator.review.measured.urls")),
    path("studies/<slug:slug>/adjudication/", include("annotator.review.adjudication.urls")),
    path("studies/<slug:slug>/methods/", include("annotator.review.methods.urls")),
    path("studies/<slug:slug>/export/", include("annotator.releases.urls")),
    path("studies/<slug:slug>/releases/", include("annotator.releases.released.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "annotator.errors.bad_request"
handler403 = "annotator.errors.forbidden"
handler404 = "annotator.errors.not_found"
handler500 = "annotator.errors.server_error"
