"""Who is logged in: the account of the session, read together with whom it stands for."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend

from vanthu.office.organizations import queries as organizations


class Accounts(ModelBackend):
    """Django's own log-in; every page needs account and persons, so they are one question."""

    def get_user(self, user_id: Any) -> Any:
        """Return the account of a session; None when it may not log in any more."""
        account = organizations.account_with_persons(user_id)
        return account if account is not None and self.user_can_authenticate(account) else None
