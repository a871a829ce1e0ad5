"""Who says a sentence makes it an article's."""

import pytest

from kazcrawl.cleaning.speech import is_speech


@pytest.mark.parametrize(
    ("sentence", "says"),
    [
        ("We use cookies to bribe the children, the teacher admits.", True),
        ("Копирование материалов запрещено, напомнили на экзамене учителя.", True),
        ("Газетке жазылыңыз, деді редактор.", True),
        ("未经授权不得转载，律师提醒。", True),
        ("We use cookies to make this site better.", False),
        ("Нашли ошибку? Выделите её, сообщите нам.", False),
        ("Барлық құқықтар қорғалған.", False),
    ],
)
def test_a_sentence_is_somebodys_by_its_verb(sentence: str, says: bool) -> None:
    assert is_speech(sentence) is says
