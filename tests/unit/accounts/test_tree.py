"""Units in the order of a tree."""

from accounts.managed import as_tree
from accounts.models import Unit


def unit(pk: int, name: str, induk: int | None = None) -> Unit:
    return Unit(pk=pk, instansi_id=1, nama=name, nama_pendek=name, induk_id=induk)


def test_children_follow_their_parent_and_siblings_stand_by_name() -> None:
    rows = [unit(10, "b", 1), unit(1, "Pimpinan"), unit(2, "A", 1), unit(3, "c", 10)]
    assert [(depth, u.pk) for depth, u in as_tree(rows)] == [(0, 1), (1, 2), (1, 10), (2, 3)]


def test_unit_without_its_parent_in_the_list_stands_at_the_top() -> None:
    assert [(depth, u.pk) for depth, u in as_tree([unit(3, "c", 10)])] == [(0, 3)]
