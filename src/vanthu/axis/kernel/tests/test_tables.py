"""The tables that the migrations make are those the models describe, however quickly they were made."""

import pytest
from django.db import connection

from vanthu.runtime.testing.tables import lacking


@pytest.mark.django_db
def test_every_column_reference_index_and_constraint_of_the_models_stands_in_the_database() -> None:
    assert lacking(connection) == []
