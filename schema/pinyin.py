"""How a company's name sounds when its Chinese characters are read: weaker than spelling."""

import re
from functools import lru_cache

from dealgraph.schema.company_names import own_key
from dealgraph.schema.names import key

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")


@lru_cache(maxsize=2**15)
def pinyin_key(name: str) -> str:
    """Give the pinyin of what is a company's own in its name, without tones: 绿叶制药 is `luye`.

    A Latin name gives its own key, so that 百利天恒 and `Bai Li Tian Heng` are equal. Characters
    with several readings are read as in the phrases that pypinyin lists (重庆, 长春).
    """
    own = own_key(name)
    return key(_HAN.sub(lambda found: _read(found[0]), own))


def _read(characters: str) -> str:
    from pypinyin import lazy_pinyin  # takes a quarter of a second: only for names nobody knows

    return "".join(lazy_pinyin(characters)).replace("v", "u")  # lü is written lu in names
