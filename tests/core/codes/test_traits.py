import unicodedata

import pytest

from hocba.core.codes import COMPETENCES, QUALITIES, find_trait


def test_there_are_five_qualities_and_ten_competences():
    assert len(QUALITIES) == 5
    assert len(COMPETENCES) == 10


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("Yêu nước", "YEUNUOC"),
        ("Tự chủ và tự học", "TUCHU"),
        ("Giao tiếp, hợp tác", "GIAOTIEP"),
        ("Giải quyết vấn đề & sáng tạo", "GIAIQUYETVANDE"),
        ("Thẩm mỹ", "THAMMI"),
    ],
)
def test_a_heading_names_its_trait(heading, code):
    for form in ("NFC", "NFD"):
        found = find_trait(unicodedata.normalize(form, heading))
        assert found is not None
        assert found.code == code


def test_no_quality_is_also_a_competence():
    assert not QUALITIES.keys() & COMPETENCES.keys()


def test_a_heading_that_names_no_trait_is_not_guessed():
    assert find_trait("Phẩm chất") is None
