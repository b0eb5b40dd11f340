"""The benches' own sums: what kind a file is, rates and their noise, halves of people."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from bench.drape.corpus import kind_of_name, people
from bench.drape.splitting import chosen_half
from bench.parity.rates import beyond_noise, interval, is_fault


@pytest.mark.parametrize(
    ("stem", "kind"),
    [
        ("tee-brick", "tops"),
        ("t-shirt_01", "tops"),
        ("dress-emerald", "dresses"),
        ("trousers-camel", "bottoms"),
        ("Skirt 3", "skirts"),
        ("sweater", "tops"),
        ("01008_00", None),
    ],
)
def test_a_file_name_tells_the_kind_of_garment(stem: str, kind: str | None) -> None:
    assert kind_of_name(stem) == kind


def test_photos_in_one_folder_are_one_persons(tmp_path: Path) -> None:
    for name in ("a.jpg", "eva/1.jpg", "eva/2.png", "eva/notes.txt"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(name.encode())
    found = people(tmp_path)
    assert [(person.photo.name, person.who) for person in found] == [
        ("a", "a"),
        ("eva_1", "eva"),
        ("eva_2", "eva"),
    ]


def test_a_rates_interval_holds_the_rate_and_narrows_with_more_tries() -> None:
    few, many = interval(3, 6), interval(300, 600)
    assert few[0] < 0.5 < few[1]
    assert many[1] - many[0] < few[1] - few[0]
    assert interval(0, 0) == (0.0, 1.0)


def test_chance_is_told_from_a_difference() -> None:
    random = np.random.default_rng(4)
    alike = [tuple(random.normal(0, 1, 30)) for _ in range(3)]
    assert not is_fault(beyond_noise(alike))
    assert is_fault(beyond_noise([*alike[:2], tuple(random.normal(3, 1, 30))]))


def test_both_halves_get_about_as_many_people_and_always_the_same() -> None:
    first = [name for name in map(str, range(200)) if chosen_half(name)]
    assert 70 < len(first) < 130
    assert all(chosen_half(name) for name in first)
