from django.urls import URLPattern, URLResolver, include, path

from annotator.studies import (
    codebook_change_views,
    codebook_import_views,
    codebook_views,
    invitation_views,
    parting_views,
    people_views,
    sample_views,
    setup_views,
    views,
)

claim_type: list[URLPattern | URLResolver] = [
    path("edit/", codebook_change_views.codebook_edit, name="codebook_edit"),
    path("split/", codebook_change_views.codebook_split, name="codebook_split"),
    path("retire/", codebook_change_views.codebook_retire, name="codebook_retire"),
    path("restore/", codebook_change_views.codebook_restore, name="codebook_restore"),
]

codebook: list[URLPattern | URLResolver] = [
    path("", codebook_views.codebook, name="study_codebook"),
    path("choose/", setup_views.codebook_choose, name="study_codebook_choose"),
    path("add/", codebook_change_views.codebook_add, name="codebook_add"),
    path("types/<int:pk>/", include(claim_type)),
    path("merge/", codebook_change_views.codebook_merge, name="codebook_merge"),
    path("order/", codebook_change_views.codebook_order, name="codebook_order"),
    path("facets/", codebook_change_views.codebook_facets, name="codebook_facets"),
    path("import/", codebook_import_views.codebook_import, name="codebook_import"),
    path("history/", codebook_views.codebook_history, name="codebook_history"),
    path("history/<int:number>/", codebook_views.codebook_revision, name="codebook_revision"),
    path("r<int:number>.<slug:suffix>", codebook_views.codebook_file, name="codebook_file"),
]

person: list[URLPattern | URLResolver] = [
    path("role/", people_views.person_role, name="study_person_role"),
    path("remove/", people_views.person_remove, name="study_person_remove"),
]

study: list[URLPattern | URLResolver] = [
    path("", views.study, name="study"),
    path("settings/", views.study_settings, name="study_settings"),
    path("codebook/", include(codebook)),
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
