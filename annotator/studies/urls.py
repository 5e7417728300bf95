from django.urls import URLPattern, URLResolver, include, path

from annotator.studies import (
    codebook_views,
    invitation_views,
    parting_views,
    people_views,
    sample_views,
    setup_views,
    views,
)

person: list[URLPattern | URLResolver] = [
    path("role/", people_views.person_role, name="study_person_role"),
    path("remove/", people_views.person_remove, name="study_person_remove"),
]

study: list[URLPattern | URLResolver] = [
    path("", views.study, name="study"),
    path("settings/", views.study_settings, name="study_settings"),
    path("codebook/", codebook_views.codebook, name="study_codebook"),
    path("codebook/choose/", setup_views.codebook_choose, name="study_codebook_choose"),
    path("codebook-r<int:number>.css", codebook_views.codebook_css, name="study_codebook_css"),
    path("people/", people_views.people, name="study_people"),
    path("people/<int:pk>/", include(person)),
    path("people/invitations/", invitation_views.invitations, name="study_invitations"),
    path("people/invitations/<int:pk>/revoke/", invitation_views.invitation_revoke, name="study_invitation_revoke"),
    path("articles/", sample_views.articles, name="study_articles"),
    path("articles/upload/", setup_views.articles_upload, name="study_articles_upload"),
]

urlpatterns = [
    path("", views.studies, name="studies"),
    path("new/", views.study_add, name="study_add"),
    path("<slug:slug>/", include(study)),
]

#: these lie at /invitations/, outside the studies: who opens a link has no study yet
invited: list[URLPattern | URLResolver] = [
    path("", invitation_views.invitation_accept, name="invitation_accept"),
    path("sign-up/", invitation_views.invitation_sign_up, name="invitation_sign_up"),
    path("<str:token>/", invitation_views.invitation, name="invitation"),
]

#: this lies at /people/: a person is of the whole site
persons: list[URLPattern | URLResolver] = [
    path("<int:pk>/pseudonymise/", parting_views.person_pseudonymise, name="person_pseudonymise"),
]
