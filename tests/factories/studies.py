import factory

from annotator.studies.codebooks.stored import stored_type
from annotator.studies.models import ClaimType, CodebookRevision, Membership, Role, Study, StudyArticle
from annotator.studies.revising import type_of
from tests.factories.people import UserFactory


class StudyFactory(factory.django.DjangoModelFactory):
    """A study with a two-code codebook at revision 1."""

    class Meta:
        model = Study
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Study {n}")
    slug = factory.Sequence(lambda n: f"study-{n}")

    @factory.post_generation
    def codebook(self, create, extracted, **kwargs):
        if create and extracted is not False:
            codes = [("event", "1"), ("quantity", "2"), ("other", "3")]
            rows = ClaimType.objects.bulk_create(
                ClaimTypeFactory.build(
                    study=self,
                    position=position,
                    code=code,
                    label=code.capitalize(),
                    key=key,
                    note_required=code == "other",
                )
                for position, (code, key) in enumerate(codes)
            )
            content = [stored_type(type_of(one), pk=one.pk) for one in rows]
            CodebookRevision.objects.create(study=self, number=1, content=content)


class ClaimTypeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ClaimType

    study = factory.SubFactory(StudyFactory)
    position = factory.Sequence(lambda n: n)
    code = factory.Sequence(lambda n: f"code-{n}")
    label = factory.Sequence(lambda n: f"Code {n}")
    colour_light = "#1a5490"
    colour_dark = "#8dbdf0"
    pattern = "solid"
    definition = "A claim of this kind."


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    study = factory.SubFactory(StudyFactory)
    user = factory.SubFactory(UserFactory)
    role = Role.CODER


def add_to_study(study, article, position=None):
    """Put an article into a study's sample."""
    count = study.study_articles.count() if position is None else position
    return StudyArticle.objects.create(study=study, article=article, position=count)
