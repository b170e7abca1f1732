# SPDX-License-Identifier: Apache-2.0
"""Pages that say that there is no page, with a status that says there is one.

Two kinds of words: a statement is about the page itself ("page not found"), a
name is what the error is called ("404 Not Found"), which a good page may have
for its subject. A statement that is the title convicts; a name needs a witness.
"""

from __future__ import annotations

import re
import unicodedata

_SHORT = 600
"""Characters of all the text of a page that has nothing but an error to tell."""

_VERY_SHORT = 400
_NEAR = 400
"""Characters after the heading in which an error page speaks to its reader."""

_SITE_NAMES = 3

_ERROR = (
    "error|errors?\\ code|status|fehler|erreur|errore|erro|fout|fel|feil|virhe|błąd|chyba|hata"
    "|ошибка|помилка|エラー|错误|錯誤|오류"
)
_NOT_FOUND = (
    "(?:file )?not found",
    "nicht gefunden",
    "non trouvée?",
    "introuvable",
    "no encontrad[oa]",
    "non trovat[oa]",
    "não encontrad[oa]",
    "niet gevonden",
    "ei löytynyt",
    "nie znaleziono",
    "nenalezeno",
    "не найдено",
    "bulunamad\u0131",
    "未找到",
    "找不到",
    "見つかりません",
)
"""What the error is called, in the languages of _STATEMENTS."""

_CODE = f"(?:http )?(?:(?:{_ERROR}) ?)?(?:http )?(?:404|410)(?: ?(?:{_ERROR}))?(?: gone)?"
_NAME = re.compile(
    f"(?:{_CODE}|(?:(?:{_CODE}|{_ERROR}) )?(?:{'|'.join(_NOT_FOUND)})(?: (?:{_ERROR}|404|1))?)"
)

_PAGE = "(?:web ?)?(?:page|document|article|content|url|file|site|address)"
_THIS = "(?:(?:the|this|that|your) )?(?:requested |web )?"
_GIVEN = r"(?:(?: that| which)? (?:you|we)[a-z']*(?: [\w']+){1,5}?| at this address| \S{1,200})?"
_AUXILIARY = "(?:(?:is|was|were|has|have|could|can|does|do|did|may|might|seems to) ?)?"

_STATEMENTS = (
    # English
    f"{_THIS}{_PAGE}{_GIVEN} {_AUXILIARY}not (?:be |been )?(?:found|exist|located|available)",
    f"{_THIS}{_PAGE}{_GIVEN} can(?:no|')t be (?:found|displayed|located)",
    f"{_THIS}{_PAGE}{_GIVEN} (?:couldn't be found|wasn't found|isn't (?:available|here|found))",
    f"{_THIS}{_PAGE}{_GIVEN} doesn't (?:seem to )?exist",
    f"{_THIS}{_PAGE}{_GIVEN} {_AUXILIARY}no longer (?:exists?|available|here|be found)",
    f"{_THIS}{_PAGE}{_GIVEN} {_AUXILIARY}(?:missing|gone)",
    "(?:we|i) (?:could not|couldn't|cannot|can't|can not|were unable to) (?:seem to )?"
    f"(?:find|locate) (?:the|this|that|your) {_PAGE}{_GIVEN}",
    "(?:nothing|no (?:such )?page) (?:was )?(?:found|here|exists)",
    "no such page",
    "there(?: is|'s) (?:nothing|no (?:such )?page) here",
    # German
    "(?:die )?(?:(?:von ihnen )?(?:angeforderte|gesuchte|gewünschte) |diese )?seite"
    " (?:(?:wurde|konnte) )?(?:leider )?(?:nicht gefunden(?: werden)?"
    "|existiert (?:leider )?nicht(?: mehr)?|nicht (?:mehr )?(?:vorhanden|verfügbar))",
    # French
    "(?:la |cette )?page (?:demandée |que vous (?:cherchez|recherchez|demandez) )?"
    "(?:(?:est |web )?(?:introuvable|inexistante)|(?:n'a pas été |non )trouvée"
    "|n'existe (?:pas|plus))",
    # Spanish
    "(?:la |esta )?página (?:solicitada |que buscas? )?no (?:encontrada|existe|se encuentra"
    "|(?:ha sido|fue|se ha) encontrad[oa]|se (?:encontró|pudo encontrar))",
    "no se (?:ha encontrado|encontró|encuentra|pudo encontrar) (?:la|esta) página",
    # Italian, Portuguese, Dutch
    "(?:la |questa )?pagina (?:richiesta )?(?:non (?:è stata )?trovata|non esiste(?: più)?"
    "|inesistente)",
    "(?:a |esta )?página (?:solicitada )?não (?:(?:foi )?encontrada|existe(?: mais)?)",
    "(?:de |deze )?pagina (?:is |werd |kon )?(?:niet (?:worden )?gevonden|bestaat niet(?: meer)?)",
    # Swedish, Danish, Norwegian, Finnish
    "sidan (?:hittades inte|kunde inte hittas|finns inte(?: längre)?|saknas)",
    "siden (?:blev ikke fundet|ble ikke funnet|findes ikke|finnes ikke|kunne ikke findes)",
    "fant ikke siden",
    "sivua ei (?:löytynyt|löydy)",
    # Polish, Czech, Hungarian, Turkish, Romanian
    "strona nie (?:została znaleziona|istnieje)|nie znaleziono strony",
    "stránka (?:nenalezena|nebyla nalezena|neexistuje)",
    "(?:az )?oldal nem található",
    "sayfa bulunamad\u0131",
    "pagina nu a fost găsită",
    # Russian, Ukrainian, Greek
    "(?:запрашиваемая )?страница не (?:найдена|существует)",
    "сторінку не знайдено",
    "η σελίδα δεν βρέθηκε",
    # Japanese, Chinese, Korean
    "(?:お探しの|ご指定の)?ページ(?:は|が)?見つかりません(?:でした)?",
    "(?:该|此|[您你](?:访问|请求)的)?(?:页面|网页)(?:不存在|未找到|找不到了?|没有找到)",
    "找不到(?:该|此|您要的)?(?:页面|网页|頁面|網頁)|(?:此|該)?(?:頁面|網頁)不存在",
    "페이지를 찾을 수 없습니다",
)

_BEFORE = (
    "(?:(?:we are |we're |i'm )?(?:so |very )?(?:sorry|oops|whoops|uh oh|error|ups|hoppla)"
    " (?:but )?)?"
    f"(?:{_CODE} )?"
)
_AFTER = (
    "(?: (?:here|any ?more))?(?: on (?:this|our|the) (?:web ?)?(?:server|site))?(?: error)?"
    "(?: (?:sorry|oops|404))?"
)
_STATEMENT = re.compile(f"{_BEFORE}(?:{'|'.join(_STATEMENTS)}){_AFTER}")

_TO_READER = re.compile(
    r"(?:page|url|document|what|resource|link|content|file|something)(?: that| which)?"
    r" you(?:'re|'ve)?\b|\byou (?:are |were )?(?:looking for|requested|tried|followed|clicked)"
    r"|\bsorry\b|\boops\b|\bwe (?:could not|couldn't|can't|cannot) find|\bmay have (?:been )?moved"
    r"|\bleider\b|\bdésolé|\bvous (?:cherchez|recherchez)|\blo sentimos\b"
)

_MARKS = re.compile(r"[^\w'/.]+")
_PARTS = re.compile(r"\s+[-|/:<>~]+\s+|\s*[|·•»«—–:;\u203a]+\s*|[.!?]+\s+")
_SENTENCES = re.compile(r"[.!?;。\uff01\uff1f]+\s*|\s+[-|–—·•]\s+|:\s+|,\s+")


def says_not_found(head: str) -> str:
    """Return the words by which a page says that it is none, '' where it does not.

    ``head`` is its title, its first heading and its first text, a line each.
    """
    title, heading, text = (*head.split("\n", 2), "", "", "")[:3]
    return _in_title(title, heading, text) or _in_heading(heading, text) or _in_text(text)


def _in_title(title: str, heading: str, text: str) -> str:
    parts = [plain for part in dict.fromkeys(_PARTS.split(title)) if (plain := _plain(part))]
    statements = [part for part in parts if _STATEMENT.fullmatch(part)]
    names = [part for part in parts if _NAME.fullmatch(part)]
    if not statements and not names:
        return title if len(parts) > 1 and _STATEMENT.fullmatch(_plain(title)) else ""
    others = len(parts) - len(statements) - len(names)
    is_short = len(text) < _SHORT and (not heading or _is_error(heading))
    is_told = is_short or _speaks_to_reader(heading, text)
    if statements and others <= _SITE_NAMES:
        # Of 'Troubleshooting: page not found' the subject is another one.
        is_subject = others <= 1 and (statements[0] == parts[0] or not heading)
        if is_subject or _is_error(heading) or is_told:
            return title
    if (names and others <= 1 and is_told) or _STATEMENT.fullmatch(_plain(title)):
        return title
    return ""


def _in_heading(heading: str, text: str) -> str:
    plain = _plain(heading)
    if any(_STATEMENT.fullmatch(part) for part in _split(heading)) and (
        len(text) < _SHORT or _speaks_to_reader(heading, text)
    ):
        return heading
    return heading if _NAME.fullmatch(plain) and len(text) < _VERY_SHORT else ""


def _in_text(text: str) -> str:
    if not text or len(text) >= _VERY_SHORT:
        return ""
    if _NAME.fullmatch(_plain(text)):
        return text
    sentences = [part for part in _SENTENCES.split(text) if part]
    return next((one for one in sentences if _STATEMENT.fullmatch(_plain(one))), "")


def _is_error(heading: str) -> bool:
    return any(_STATEMENT.fullmatch(part) or _NAME.fullmatch(part) for part in _split(heading))


def _speaks_to_reader(heading: str, text: str) -> bool:
    start = max(0, text.find(heading)) if heading else 0
    return _TO_READER.search(text[start : start + _NEAR].lower().replace("\u2019", "'")) is not None


def _split(text: str) -> list[str]:
    return [_plain(text), *(_plain(part) for part in _SENTENCES.split(text))]


def _plain(text: str) -> str:
    """Return words alone: small letters, one space between, no brackets and marks."""
    text = unicodedata.normalize("NFC", text).lower().replace("\u2019", "'")
    return " ".join(_MARKS.sub(" ", text).strip(" .'").split())
