"""Makes the two embedded typefaces from the font files of Debian packages; Scripts/typefaces runs it.

python make.py ROBOTO.ttf DROID.ttf FOLDER
"""

import struct
import sys
import unicodedata
import zlib

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables.DefaultTable import DefaultTable

# What each face is asked for; what it lacks, and what is blank there, is not claimed.
LETTERS = [
    (0x0020, 0x058F),  # Latin, IPA, Greek, Cyrillic (Armenian is not in Roboto)
    (0x1D00, 0x1DBF),  # phonetic letters
    (0x1E00, 0x1FFF),  # Latin for Vietnamese and others, Greek of all accents
    (0x2000, 0x22FF),  # punctuation, figures, currencies, signs
    (0x25CA, 0x25CA),
    (0x2C60, 0x2C7F),
    (0xA640, 0xA69F),
    (0xA720, 0xA7FF),
    (0xAB30, 0xAB6F),
    (0xFB00, 0xFB06),
]
IDEOGRAPHS = [
    (0x2000, 0x206F),
    (0x3000, 0x33FF),  # Kana, Bopomofo, signs
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),  # Han
    (0xAC00, 0xD7A3),  # Hangul
    (0xF900, 0xFAFF),
    (0xFE30, 0xFE6F),
    (0xFF00, 0xFFEF),  # wide and narrow forms
]
# The stand-in for what could not be read is no letter; and Droid draws U+9847 as U+9842.
UNWANTED = {0xFFFD, 0x9847}


def claimed(font, ranges):
    cmap = font.getBestCmap()
    glyphs = font["glyf"]
    result = {}
    for first, last in ranges:
        for code in range(first, last + 1):
            name = cmap.get(code)
            category = unicodedata.category(chr(code))
            if name is None or code in UNWANTED or category[0] in "CM" or category in ("Zl", "Zp"):
                continue
            if category != "Zs" and glyphs[name].numberOfContours == 0:
                continue
            result[code] = name
    return result


def with_equals(font, codes):
    """Adds characters that are canonically the same as one that is there (the sign of the angstrom)."""
    for code in range(0x0340, 0xFB00):
        text = unicodedata.normalize("NFC", chr(code))
        if code not in codes and len(text) == 1 and ord(text) != code and ord(text) in codes:
            codes[code] = codes[ord(text)]
    return codes


def without_hints(font, codes):
    options = Options()
    options.hinting = False
    options.layout_features = []
    options.notdef_outline = True
    options.glyph_names = False
    options.drop_tables += ["GPOS", "GSUB", "GDEF", "OS/2", "name", "post", "gasp", "vhea", "vmtx", "kern"]
    kept = Subsetter(options)
    kept.populate(glyphs=sorted(set(codes.values())))
    kept.subset(font)


def ranges_of(font, codes):
    """Runs of characters whose glyphs follow one another: first, count, glyph."""
    runs = []
    for code in sorted(codes):
        glyph = font.getGlyphID(codes[code])
        if runs and code == runs[-1][0] + runs[-1][1] and glyph == runs[-1][2] + runs[-1][1]:
            runs[-1][1] += 1
        else:
            runs.append([code, 1, glyph])
    return b"".join(struct.pack(">III", *run) for run in runs)


def composed_of(codes):
    """Characters that can also be written as a letter and its marks."""
    apart = [
        code
        for code in sorted(codes)
        if len(unicodedata.normalize("NFD", chr(code))) > 1
        and unicodedata.normalize("NFC", chr(code)) == chr(code)
        and not 0xAC00 <= code <= 0xD7A3
    ]
    return b"".join(struct.pack(">I", code) for code in apart)


def pairs(font, names):
    """What is added to the advance of a glyph before another, as the font's kerning says."""
    lookups = font["GPOS"].table.LookupList.Lookup
    features = font["GPOS"].table.FeatureList.FeatureRecord
    wanted = [i for f in features if f.FeatureTag == "kern" for i in f.Feature.LookupListIndex]
    names = sorted(set(names))
    table = {}
    for index in wanted:
        done = set()
        for part in lookups[index].SubTable:
            covered = [n for n in part.Coverage.glyphs if n in set(names)]
            if part.Format == 1:
                for left, set_of in zip(part.Coverage.glyphs, part.PairSet):
                    for record in set_of.PairValueRecord:
                        pair = (left, record.SecondGlyph)
                        if pair not in done:
                            done.add(pair)
                            table[pair] = record.Value1.XAdvance if record.Value1 else 0
                continue
            first, second = part.ClassDef1.classDefs, part.ClassDef2.classDefs
            for left in covered:
                row = part.Class1Record[first.get(left, 0)].Class2Record
                for right in names:
                    value = row[second.get(right, 0)].Value1
                    if (left, right) not in done and value and value.XAdvance:
                        table[(left, right)] = value.XAdvance
                done.update((left, right) for right in names)
    return {pair: value for pair, value in table.items() if value}


def kerning(font, table, names):
    """Glyphs that behave alike to the left and to the right, and a number for each pair of classes."""
    names = sorted(set(names), key=font.getGlyphID)
    rows, columns = {}, {}
    for (left, right), value in table.items():
        rows.setdefault(left, {})[right] = value
    kinds = {}
    left_class = {}
    for name in names:
        key = tuple(sorted(rows.get(name, {}).items()))
        left_class[name] = kinds.setdefault(key, len(kinds) + 1) if key else 0
    heads = {kind: dict(key) for key, kind in kinds.items()}
    for kind, row in heads.items():
        for right, value in row.items():
            columns.setdefault(right, {})[kind] = value
    others = {}
    right_class = {}
    for name in names:
        key = tuple(sorted(columns.get(name, {}).items()))
        right_class[name] = others.setdefault(key, len(others) + 1) if key else 0
    matrix = [[0] * (len(others) + 1) for _ in range(len(kinds) + 1)]
    for key, column in others.items():
        for kind, value in key:
            matrix[kind][column] = value
    order = font.getGlyphOrder()
    data = struct.pack(">HHH", len(order), len(matrix), len(matrix[0]))
    data += b"".join(struct.pack(">HH", left_class.get(n, 0), right_class.get(n, 0)) for n in order)
    return data + b"".join(struct.pack(">h", value) for row in matrix for value in row)


def table(tag, data):
    result = DefaultTable(tag)
    result.data = data
    return result


def write(path, font_path, ranges, kerned):
    font = TTFont(font_path)
    codes = with_equals(font, claimed(font, ranges))
    values = pairs(font, codes.values()) if kerned else {}
    without_hints(font, codes)
    font["chrs"] = table("chrs", ranges_of(font, codes))
    font["comp"] = table("comp", composed_of(codes))
    if kerned:
        font["pair"] = table("pair", kerning(font, values, codes.values()))
    if "cmap" in font:
        del font["cmap"]
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.save(path)
    data = open(path, "rb").read()
    stream = zlib.compressobj(9, zlib.DEFLATED, -15, 9)
    packed = stream.compress(data) + stream.flush()
    with open(path, "wb") as file:
        file.write(struct.pack(">I", len(data)) + packed)
    print(path, len(codes), "characters", len(data), "bytes,", len(packed), "deflated")


roboto, droid, folder = sys.argv[1:]
write(f"{folder}/letters.face", roboto, LETTERS, True)
write(f"{folder}/ideographs.face", droid, IDEOGRAPHS, False)
