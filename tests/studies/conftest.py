import pytest
from django.contrib.auth.models import Permission

from annotator.studies.models import Role
from tests.factories.people import UserFactory
from tests.factories.studies import MembershipFactory, StudyFactory


@pytest.fixture
def study(db):
    return StudyFactory(title="Ferry reports", slug="ferries", description="Who cancelled what.")


@pytest.fixture
def owner(study):
    person = MembershipFactory(study=study, role=Role.OWNER).user
    person.user_permissions.add(Permission.objects.get(codename="view_article", content_type__app_label="articles"))
    return person


@pytest.fixture
def people(study, owner):
    """One person for each role, and an outsider."""
    others = {role.value: MembershipFactory(study=study, role=role).user for role in list(Role)[1:]}
    return {"owner": owner, "outsider": UserFactory(), **others}


@pytest.fixture
def as_(client):
    """Sign somebody in; return the client."""

    def sign_in(person):
        client.force_login(person)
        return client

    return sign_in
