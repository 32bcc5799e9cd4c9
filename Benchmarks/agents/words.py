"""Plain words: which of several texts is about a phrase, and what a text names."""
import json, math, re

# Words that say nothing about what is wanted.
EMPTY = set("""a an and any are as at be by can do does for from has have he her his how i if in into is it its me my no not
of on or our she so than that the their them then there these they this to us was we what when where which who whose why will
with you your""".split())
CALL = re.compile(r"\b([a-z_]+) (\{.*\})")


def stem(word):
    """Returns a word without its usual endings, so that “pictures” and “picture” are one."""
    for ending in ("ations", "ation", "ings", "ing", "ies", "es", "ed", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[:-len(ending)]
            return word[:-1] if len(word) > 4 and word[-1] == word[-2] else word
    return word


def words(text):
    """Returns the words of a text that say something; all of them if none does."""
    found = re.findall(r"[a-z0-9]+", text.lower().replace("_", " "))
    return [stem(word) for word in found if word not in EMPTY] or found


def ranked(phrase, texts):
    """Returns the indexes of texts with their scores, the best first.

    A text is a list of parts with their weights. A word counts the more, the fewer texts have it.
    """
    wanted = set(words(phrase))
    parts = [[(set(words(part)), weight) for part, weight in text] for text in texts]
    having = {word: sum(any(word in found for found, _ in text) for text in parts) for word in wanted}
    scores = []
    for index, text in enumerate(parts):
        score = sum(
            max((weight for found, weight in text if word in found), default=0) * math.log(1 + len(texts) / having[word])
            for word in wanted if having[word])
        scores.append((score, -index))
    return [(-index, score) for score, index in sorted(scores, reverse=True)]


def proposed_call(text, tools):
    """Returns the tool and the arguments of a call that an answer names; None for arguments that it leaves open."""
    for name, arguments in CALL.findall(text):
        if name in tools:
            try:
                return name, json.loads(arguments)
            except ValueError:
                continue
    for name in tools:
        if re.match(rf"{name}\b", text) or re.search(rf"\bwith {name}\b", text):
            return name, None
    return None
