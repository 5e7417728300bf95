from django.urls import path

from annotator.annotations import allot_views, assign, carry_views, desk, log_views, pair_views, saving_views, views

urlpatterns = [
    path("", desk.desk, name="desk"),
    path("keys/", views.keys, name="keys"),
    path("studies/<slug:slug>/assign/", assign.assign, name="assign"),
    path("studies/<slug:slug>/assign/draw/", allot_views.assign_draw, name="assign_draw"),
    path("readings/<int:pk>/", views.reading, name="reading"),
    path("readings/<int:pk>/state/", views.state, name="reading_state"),
    path("readings/<int:pk>/finish/", saving_views.finish, name="finish"),
    path("readings/<int:pk>/log/", log_views.reading_log, name="reading_log"),
    path("readings/<int:pk>/reopen/", log_views.reading_reopen, name="reading_reopen"),
    path("readings/<int:pk>/move/", log_views.reading_move, name="reading_move"),
    path("readings/<int:pk>/paragraphs/<int:paragraph>/", views.paragraph, name="paragraph"),
    path("readings/<int:pk>/paragraphs/<int:paragraph>/read/", saving_views.read, name="paragraph_read"),
    path("readings/<int:pk>/suggestions/<int:suggestion>/dismiss/", saving_views.dismiss, name="suggestion_dismiss"),
    path("readings/<int:pk>/annotations/", saving_views.annotations, name="annotations"),
    path("readings/<int:pk>/annotations/<uuid:annotation>/", views.annotation, name="annotation"),
    path(
        "readings/<int:pk>/annotations/<uuid:annotation>/withdraw/",
        saving_views.withdraw,
        name="annotation_withdraw",
    ),
    path("readings/<int:pk>/annotations/<uuid:annotation>/restore/", saving_views.restore, name="annotation_restore"),
    path("readings/<int:pk>/carry-over/<int:earlier>/", carry_views.carry_over, name="carry_over"),
    path("readings/<int:pk>/carry-over/<int:earlier>/all/", carry_views.carry_all, name="carry_all"),
    path(
        "readings/<int:pk>/carry-over/<int:earlier>/<uuid:annotation>/",
        carry_views.carry_one,
        name="carry_one",
    ),
    path("readings/<int:pk>/pair/<int:other>/", pair_views.pair, name="pair"),
    path("readings/<int:pk>/pair/<int:other>/omissions/", pair_views.pair_omission, name="pair_omission"),
    path("studies/<slug:slug>/drift/", pair_views.study_drift, name="study_drift"),
]
