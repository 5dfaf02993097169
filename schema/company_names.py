"""What is a company's own in its name, beside legal forms, words of the trade and places.

The words stand in data/name_words.tsv, those of Chinese in simplified characters.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache

from dealgraph.schema.names import folded, key
from dealgraph.schema.tables import rows

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
#: Scripts that put no spaces between words, so that words are looked for at the ends.
_UNSPACED = r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]"
_BEGINS_UNSPACED = re.compile(_UNSPACED)
_IN_BRACKETS = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
_BETWEEN_UNSPACED = re.compile(rf"(?<={_UNSPACED})[\s·・]+(?={_UNSPACED})")
_SEPARATORS = re.compile(r"[\s,;:，、/|·・()\[\]【】]+")
_SPELLINGS = (
    (re.compile(r"\ba/s\b"), "as"),
    (re.compile(r"\blife\s+sciences?\b"), "lifesciences"),
    (re.compile(r"\.(?=\w{2})"), " "),  # Co.,Ltd and Bio.Tech, but not S.p.A.
    (re.compile(r"['’.]"), ""),
    (re.compile(r"&|\band\b"), " & "),
)


@dataclass(frozen=True)
class Words:
    """Words of names, as keys, by what they are; `trade` says which are one word."""

    legal: frozenset[str]
    trade: dict[str, str]
    leading: frozenset[str]
    group: frozenset[str]
    place: frozenset[str]
    bracket: frozenset[str]

    def ending(self, token: str, kinds: tuple[str, ...]) -> str:
        """Give the longest word of these kinds that an unspaced token ends with, or nothing."""
        if not _is_unspaced(token[-1:]):
            return ""
        longer = (token[start:] for start in range(1, len(token)))
        return next((w for w in longer if self._has(w, kinds)), "")

    def beginning(self, token: str, kinds: tuple[str, ...]) -> str:
        """Give the longest word of these kinds that an unspaced token begins with, or nothing."""
        if not _is_unspaced(token):
            return ""
        longer = (token[:end] for end in range(len(token) - 1, 0, -1))
        return next((w for w in longer if self._has(w, kinds)), "")

    def _has(self, word: str, kinds: tuple[str, ...]) -> bool:
        return _is_unspaced(word) and any(word in getattr(self, kind) for kind in kinds)


@cache
def words() -> Words:
    """Give the words of data/name_words.tsv."""
    found: dict[str, dict[str, str]] = {}
    for row in rows("name_words.tsv"):
        found.setdefault(row["kind"], {})[key(simplified(row["word"]))] = row["as"]
    trade = found.pop("trade")
    return Words(trade=trade, **{kind: frozenset(known) for kind, known in found.items()})


@lru_cache(maxsize=2**15)
def full_key(name: str) -> str:
    """Give the key of a company's name without its legal form: `Foo Bio, Inc.` is `foobio`.

    Traditional characters count as the simplified ones.
    """
    return _settled(name, lambda text: _joined(_whole(text)))


@lru_cache(maxsize=2**15)
def company_key(name: str) -> str:
    """Give the exact key of a company's name: `Jiangsu Hengrui Pharmaceuticals` is `hengruipharma`.

    Legal forms, brackets of such words and Chinese places at the beginning go; of the words of the
    trade the first stays, each of its forms as one word, since daughters and namesakes differ in
    nothing else (종근당, 종근당바이오; 康泰生物, 康泰医学). Hyphenated tails stay.
    """
    return _settled(name, lambda text: _own(text)[0] + _own(text)[1])


@lru_cache(maxsize=2**15)
def own_key(name: str) -> str:
    """Give the key of what is a company's own, without its trade: `hengrui`. It joins nothing.

    `Kelun-Biotech` is not `Kelun`. A name of nothing but words of the trade keeps them.
    """
    return _settled(name, lambda text: _own(text)[0])


def is_placed(name: str) -> bool:
    """Tell whether a name begins with a Chinese province or city that its key leaves out."""
    whole = _whole(name)
    return _without_places(whole) != whole


def simplified(name: str) -> str:
    """Give a name with traditional characters replaced by the simplified ones."""
    return _to_simplified()(name) if _HAN.search(name) else name


@cache
def _to_simplified() -> Callable[[str], str]:
    from opencc import OpenCC  # costs nothing where there are no Chinese characters

    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert


def _settled(name: str, shorten: Callable[[str], str]) -> str:
    """Shorten until nothing changes, so that the key of a key is the key itself."""
    found = shorten(name) or key(name)
    if found.isascii():  # one token, of which nothing more can go
        return found
    while len(again := shorten(found)) < len(found) and again:
        found = again
    return found


def _own(name: str) -> tuple[str, str]:
    """Give what is a company's own in its name, and the first word of its trade."""
    whole = _whole(name)
    named, trade = _without_trade(whole)
    own = _without_places(named)
    if not own or (own != named and key(own[0]) in words().trade):
        own = named
    return (_joined(own), words().trade[trade]) if own and trade else (_joined(own or whole), "")


@lru_cache(maxsize=2**15)
def _whole(name: str) -> list[str]:
    """Give the tokens of a name without its legal form; they are not to be changed."""
    return _without_legal(_tokens(name))


def _tokens(name: str) -> list[str]:
    text = simplified(folded(name))
    text = _IN_BRACKETS.sub(lambda found: " " if _says_nothing(found[1]) else found[0], text)
    for spelling, plain in _SPELLINGS:
        text = spelling.sub(plain, text)
    text = _BETWEEN_UNSPACED.sub("", text)
    tokens = [token for token in _SEPARATORS.split(text) if token]
    return tokens[1:] if tokens[:1] == ["the"] and len(tokens) > 1 else tokens


def _says_nothing(bracket: str) -> bool:
    known = words()
    kinds = (known.legal, known.trade, known.group, known.place, known.bracket)
    return all(any(key(word) in kind for kind in kinds) for word in _SEPARATORS.split(bracket))


def _without_legal(tokens: list[str]) -> list[str]:
    legal, left = words().legal, list(tokens)
    while len(left) > 1:
        last = key(left[-1])
        if left[-2] == "&" and last in ("co", "company") and key(left[-3:][0]) not in legal:
            return [*left[:-2], "&co"]  # Merck & Co. is not Merck
        if last not in legal and last != "&":
            break
        left.pop()
    if left and (end := words().ending(left[-1], ("legal",))):
        return _without_legal([*left[:-1], left[-1].removesuffix(end)])
    if left and (start := words().beginning(left[0], ("legal",))):
        return _without_legal([left[0].removeprefix(start), *left[1:]])
    return left[1:] if len(left) > 1 and key(left[0]) in ("pt", "株式会社", "주식회사") else left


def _without_trade(tokens: list[str]) -> tuple[list[str], str]:
    """Give the tokens without words of the trade at their end, and the first of these words."""
    left, first = list(tokens), ""
    while left and (last := _trade_at_end(left, bool(first))):
        rest = key(left[-1]).removesuffix(last)
        left = [*left[:-1], rest] if rest else left[:-1]
        first = last if last in words().trade else first
    while len(left) > 1 and key(left[0]) in words().leading:
        left = left[1:]
    return left, first


def _trade_at_end(tokens: list[str], cut: bool) -> str:
    """Give the word of the trade that the last token is or ends with, or nothing.

    A group counts as one beside another: a `Foo Group` may stand above its Foo Pharma.
    """
    known, last = words(), key(tokens[-1])
    if last in known.trade or (last == "&" and cut):
        return last
    end = last if last in known.group else known.ending(last, ("trade", "group"))
    if end in known.group and not cut:
        before = last.removesuffix(end) or key(tokens[-2:][0])
        return end if before in known.trade or known.ending(before, ("trade",)) else ""
    return end


def _without_places(tokens: list[str]) -> list[str]:
    known, left = words(), list(tokens)
    while len(left) > 1 and key(left[0]) in known.place:
        left = left[1:]
    if left and (start := known.beginning(left[0], ("place",))):
        return [left[0].removeprefix(start), *left[1:]]
    return left


def _joined(tokens: list[str]) -> str:
    return key("".join(tokens))


def _is_unspaced(text: str) -> bool:
    return bool(_BEGINS_UNSPACED.match(text))
