"""Numbers and bullets that Word counts itself and does not write into the text."""

from __future__ import annotations

from dataclasses import dataclass, field

_DIGITS = "零一二三四五六七八九"
_FORMAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"


@dataclass(slots=True)
class Level:
    """One level of a Word list: where it starts, how it counts, what it prints around the number."""

    start: int = 1
    number_format: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False


@dataclass(slots=True)
class Numbering:
    """Automatic numbers: definitions by number id, and the counters as they stand while reading."""

    abstract_of: dict[str, str] = field(default_factory=dict)
    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    overrides: dict[str, dict[int, Level]] = field(default_factory=dict)
    starts: dict[str, dict[int, int]] = field(default_factory=dict)
    style_levels: dict[tuple[str, str], int] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=dict)
    started: set[tuple[str, int]] = field(default_factory=set)

    def level(self, number: str, index: int) -> Level | None:
        override = self.overrides.get(number, {}).get(index)
        return override or self.levels.get(self.abstract_of.get(number, ""), {}).get(index)

    def next(self, number: str, index: int) -> str:
        """Count one paragraph of list `number` at level `index` and say what Word prints before it."""
        level = self.level(number, index)
        if level is None:
            return ""
        counters = self.counters.setdefault(self.abstract_of[number], {})
        start = self.starts.get(number, {}).get(index)
        if start is not None and (number, index) not in self.started:
            counters[index] = start
        elif index in counters:
            counters[index] += 1
        else:
            counters[index] = level.start
        self.started.add((number, index))
        for deeper in [key for key in counters if key > index]:
            below = self.level(number, deeper)
            if below is None or below.restart != 0:
                del counters[deeper]
        if level.number_format == "bullet":
            return ""
        pieces = []
        text = level.text
        position = 0
        while position < len(text):
            character = text[position]
            if character == "%" and position + 1 < len(text) and text[position + 1].isdigit():
                which = int(text[position + 1]) - 1
                referred = self.level(number, which) or level
                value = counters.get(which, referred.start)
                pieces.append(_number_text(value, "decimal" if level.legal else referred.number_format))
                position += 2
                continue
            pieces.append(character)
            position += 1
        printed = "".join(pieces)
        if printed and level.suffix != "nothing" and printed[-1].isalnum():
            printed += " "
        return printed


def _counting(value: int, digits: str, tens: str = "十百千") -> str:
    """`value` in Chinese counting (一, 十二, 一百零三); plain digits from 10,000 on."""
    if not 0 <= value < 10_000:
        return str(value)
    if value == 0:
        return digits[0]
    written = ""
    gap = False
    for power in (3, 2, 1, 0):
        digit = value // 10**power % 10
        if digit:
            if gap and written:
                written += digits[0]
            written += digits[digit] + (tens[power - 1] if power else "")
            gap = False
        else:
            gap = True
    return written[1:] if written.startswith(digits[1] + "十") else written


def _roman(value: int) -> str:
    written = ""
    for size, letters in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
        (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        written += letters * (value // size)
        value %= size
    return written


def _number_text(value: int, number_format: str) -> str:
    """`value` as Word's `number_format` (ST_NumberFormat) prints it; plain digits for formats unknown here."""
    match number_format:
        case "none" | "bullet":
            return ""
        case "chineseCounting" | "chineseCountingThousand" | "japaneseCounting" | "taiwaneseCountingThousand":
            return _counting(value, _DIGITS)
        case "taiwaneseCounting":
            return _counting(value, _DIGITS)
        case "chineseLegalSimplified" | "ideographLegalTraditional" | "japaneseLegal":
            return _counting(value, _FORMAL_DIGITS, "拾佰仟")
        case "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital":
            return "".join(_DIGITS[int(digit)].replace("零", "〇") for digit in str(value))
        case "decimalZero":
            return f"{value:02d}"
        case "decimalFullWidth" | "decimalFullWidth2":
            return "".join(chr(ord(digit) + 0xFEE0) for digit in str(value))
        case "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" if 1 <= value <= 20:
            return chr(0x2460 + value - 1)
        case "decimalEnclosedParen" if 1 <= value <= 20:
            return chr(0x2474 + value - 1)
        case "decimalEnclosedFullstop" if 1 <= value <= 20:
            return chr(0x2488 + value - 1)
        case "ideographEnclosedCircle" if 1 <= value <= 10:
            return chr(0x3220 + value - 1)
        case "ideographTraditional" if 1 <= value <= 10:
            return "甲乙丙丁戊己庚辛壬癸"[value - 1]
        case "ideographZodiac" if 1 <= value <= 12:
            return "子丑寅卯辰巳午未申酉戌亥"[value - 1]
        case "upperLetter" | "lowerLetter" if value >= 1:
            letter = chr(ord("A") + (value - 1) % 26) * min((value - 1) // 26 + 1, 9)
            return letter if number_format == "upperLetter" else letter.lower()
        case "upperRoman" | "lowerRoman" if 1 <= value < 4000:
            return _roman(value) if number_format == "upperRoman" else _roman(value).lower()
    return str(value)
