#!/usr/bin/env python3
"""Writes the Unicode tables that the library embeds, from the Unicode character database.

usage: eng/unicode-tables.py [FOLDER]    FOLDER holds UnicodeData.txt, CompositionExclusions.txt, CaseFolding.txt, DerivedAge.txt,
                                         PropList.txt and Scripts.txt; default /usr/share/unicode (Debian: apt-get install unicode-data)
"""
import pathlib
import sys

source = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/unicode")
target = pathlib.Path(__file__).parent.parent / "src/Microsoft.ML.MultiFit/Tokenization/Unicode"


def lines(name):
    for line in (source / name).read_text(encoding="utf-8").splitlines():
        line = line.split("#")[0].strip()
        if line:
            yield [field.strip() for field in line.split(";")]


def code_points(field):
    first, _, last = field.partition("..")
    return range(int(first, 16), int(last or first, 16) + 1)


# SentencePiece's own rules of normalisation, which ours are to equal, know the characters of Unicode 13.
newer = {code for fields in lines("DerivedAge.txt") if float(fields[1]) > 13 for code in code_points(fields[0])}

combining_class, canonical, compatible = {}, {}, {}
for fields in lines("UnicodeData.txt"):
    code = int(fields[0], 16)
    if code in newer:
        continue
    combining_class[code] = int(fields[3])
    mapping = fields[5].split()
    if mapping and mapping[0].startswith("<"):
        compatible[code] = [int(c, 16) for c in mapping[1:]]
    elif mapping:
        canonical[code] = [int(c, 16) for c in mapping]
excluded = {int(fields[0], 16) for fields in lines("CompositionExclusions.txt")}


def decompose(code, maps):
    for mapping in maps:
        if code in mapping:
            return [d for c in mapping[code] for d in decompose(c, maps)]
    return [code]


def reorder(codes):
    codes = list(codes)
    for i in range(1, len(codes)):
        j = i
        while j > 0 and combining_class.get(codes[j], 0) and combining_class.get(codes[j - 1], 0) > combining_class[codes[j]]:
            codes[j - 1], codes[j] = codes[j], codes[j - 1]
            j -= 1
    return codes


def hangul(first, second):
    if 0x1100 <= first <= 0x1112 and 0x1161 <= second <= 0x1175:
        return 0xAC00 + ((first - 0x1100) * 21 + second - 0x1161) * 28
    if 0xAC00 <= first <= 0xD7A3 and (first - 0xAC00) % 28 == 0 and 0x11A8 <= second <= 0x11C2:
        return first + second - 0x11A7
    return None


pairs = {tuple(parts): code for code, parts in canonical.items()
         if len(parts) == 2 and code not in excluded and not combining_class.get(code, 0) and not combining_class.get(parts[0], 0)}


def compose(codes):
    result, starter, last_class = [], -1, 0
    for code in codes:
        klass = combining_class.get(code, 0)
        if starter >= 0 and (last_class < klass or len(result) - 1 == starter):
            composed = pairs.get((result[starter], code)) or hangul(result[starter], code)
            if composed is not None:
                result[starter] = composed
                continue
        if klass == 0:
            starter = len(result)
        last_class = klass
        result.append(code)
    return result


def text(codes):
    return " ".join(f"{code:X}" for code in codes)


with open(target / "Normalization.txt", "w", encoding="ascii", newline="\n") as table:
    for code in sorted({*canonical, *compatible}):
        nfd = reorder(decompose(code, [canonical]))
        nfkc = compose(reorder(decompose(code, [canonical, compatible])))
        if nfkc != [code]:
            table.write(f"{code:X}>{text(nfkc)}\n")
        else:
            table.write(f"{code:X}={text(nfd)}\n")

with open(target / "CaseFolding.txt", "w", encoding="ascii", newline="\n") as table:
    for code, status, folded, *_ in lines("CaseFolding.txt"):
        # Common and simple: one character becomes one.
        if status in "CS" and int(code, 16) not in newer:
            table.write(f"{int(code, 16):X}>{int(folded, 16):X}\n")

starts, next_code = [], 0
for codes, script in sorted(((code_points(fields[0]), fields[1]) for fields in lines("Scripts.txt")), key=lambda entry: entry[0].start):
    if codes.start > next_code:
        starts.append((next_code, "Unknown"))
    starts.append((codes.start, script))
    next_code = codes.stop
starts.append((next_code, "Unknown"))
with open(target / "Scripts.txt", "w", encoding="ascii", newline="\n") as table:
    previous = None
    for code, script in starts:
        if script != previous:
            table.write(f"{code:X} {script}\n")
        previous = script

ranges = []
for codes in sorted((code_points(fields[0]) for fields in lines("PropList.txt") if fields[1] == "Other_Alphabetic"), key=lambda codes: codes.start):
    if ranges and ranges[-1][1] == codes.start:
        ranges[-1][1] = codes.stop
    else:
        ranges.append([codes.start, codes.stop])
with open(target / "OtherAlphabetic.txt", "w", encoding="ascii", newline="\n") as table:
    for start, stop in ranges:
        table.write(f"{start:X} {stop - 1:X}\n")
