"""`manage.py add_person mira --display-name "Mira Oduya" --researcher`: how an account comes to be."""

import secrets
from argparse import ArgumentParser
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from annotator.accounts.adapter import InvitedPeopleOnly
from annotator.accounts.groups import make_researcher
from annotator.accounts.models import User


class Command(BaseCommand):
    help = "Make an account, and print its password or a link to set one. It is shown once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--display-name", default="", help="how colleagues see this person")
        parser.add_argument("--email", default="", help="where a link to reset the password may be sent")
        parser.add_argument("--staff", action="store_true", help="may use the admin with every permission")
        parser.add_argument("--researcher", action="store_true", help="may bring articles in and start studies")
        parser.add_argument("--link", action="store_true", help="print a link to set a password, no password")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        person = User(
            username=options["username"],
            display_name=options["display_name"],
            email=options["email"],
            is_staff=options["staff"],
            is_superuser=options["staff"],
        )
        # A link needs a password to replace, too: one that nobody has seen.
        password = secrets.token_urlsafe(12)
        person.set_password(password)
        try:
            person.full_clean()
        except ValidationError as error:
            said = " ".join(f"{field}: {' '.join(texts)}" for field, texts in error.message_dict.items())
            raise CommandError(said) from error
        person.save()
        if options["researcher"]:
            make_researcher(person)
        if options["link"]:
            key = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
            link = InvitedPeopleOnly().get_reset_password_from_key_url(key)
            self.stdout.write(f"{person.username} sets a password at {link}")
        else:
            self.stdout.write(f"{person.username} signs in with the password {password}")
