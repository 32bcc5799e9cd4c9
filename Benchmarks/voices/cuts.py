"""What `castbook voice --cut` proposes of recordings with a burst of noise, or with clipped speech, in known places.

  python3 cuts.py CASTBOOK SCRATCH

Speech comes from espeak-ng, in languages by which no bound was chosen; pauses and rooms are made up. A burst lasts
1.2 s; a cut is 5 to 8 s long. `run` calls this, and it may be called alone: it needs espeak-ng and numpy, no ffmpeg.
"""
import json
import os
import subprocess
import sys
import wave

import numpy as np

castbook, scratch = sys.argv[1:3]
work = os.path.join(scratch, "cuts")
os.makedirs(work, exist_ok=True)
RATE = 22050
TEXTS = {
    "fr": ["Personne n'avait vu le bateau partir.", "Nous avons attendu près du vieux mur.",
           "Puis le soleil s'est levé sur le port."],
    "it": ["Nessuno aveva visto partire la barca.", "Abbiamo aspettato vicino al vecchio muro.",
           "Poi il sole è sorto sul porto vuoto."],
    "pt": ["Ninguém tinha visto o barco partir.", "Esperámos junto ao velho muro.",
           "Depois o sol nasceu sobre o porto."],
    "nl": ["Niemand had de boot zien vertrekken.", "We wachtten bij de oude muur.",
           "Toen kwam de zon op boven de haven."],
    "pl": ["Nikt nie widział, jak łódź odpływa.", "Czekaliśmy przy starym murze.",
           "Potem słońce wzeszło nad portem."],
}
VARIANTS = ["m2", "m5", "f1", "f4"]
SECONDS = (9, 14, 30)


def speak(text, voice, index):
    path = os.path.join(work, f"{voice}-{index}.wav")
    if not os.path.exists(path):
        subprocess.run(["espeak-ng", "-v", voice, "-w", path, text], check=True)
    with wave.open(path) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768
    return np.trim_zeros(samples)


def recording(language, variant, seconds, rng):
    parts, count, index = [], 0, 0
    while count < seconds * RATE:
        texts = TEXTS[language]
        spoken = 0.5 * speak(texts[index % len(texts)], f"{language}+{variant}", index % len(texts))
        parts += [spoken, np.zeros(int(RATE * rng.uniform(0.15, 0.9)))]
        count += len(parts[-1]) + len(parts[-2])
        index += 1
    samples = np.concatenate(parts)[:seconds * RATE]
    return samples + rng.normal(0, 0.001, len(samples))


def pink(count, rng):
    spectrum = np.fft.rfft(rng.normal(0, 1, count))
    spectrum /= np.sqrt(np.maximum(np.arange(len(spectrum)), 1))
    noise = np.fft.irfft(spectrum, count)
    return noise / noise.std()


def best(name, samples):
    path = os.path.join(work, name)
    with wave.open(path, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((np.clip(samples, -1, 1) * 32767).round().astype("<i2").tobytes())
    answer = subprocess.run([castbook, "voice", path, "--cut", "--json"], capture_output=True, text=True)
    cuts = json.loads(answer.stdout)["files"][0]["cuts"]
    return cuts[0] if cuts else None


def ratio(cut):
    return cut["signalToNoise"].get("value", cut["signalToNoise"].get("atLeast"))


def inside(cut, spans):
    return max((min(end, cut["end"]) - max(start, cut["start"]) for start, end in spans), default=0) > 0.2 * RATE


def bursts(clean, decibels, seconds, rng):
    samples, spans = clean.copy(), []
    level = np.sqrt((clean[np.abs(clean) > 0.02] ** 2).mean()) * 10 ** (-decibels / 20)
    for part in range(max(1, seconds // 10)):
        start = int(RATE * rng.uniform(0.2 + 10 * part, min(seconds - 1.4, 10 * part + 8)))
        end = start + int(1.2 * RATE)
        samples[start:end] += level * pink(end - start, rng)
        spans.append((start, end))
    return samples, spans


def clipped(clean, seconds):
    """The first third driven over full scale."""
    samples, end = clean / np.abs(clean).max(), seconds * RATE // 3
    samples[:end] = np.clip(2 * samples[:end], -1, 1)
    return samples * 0.98, [(0, end)]


def main():
    rng = np.random.default_rng(23)
    groups = {}
    for language in TEXTS:
        for variant in VARIANTS:
            for seconds in SECONDS:
                clean = recording(language, variant, seconds, rng)
                name = f"{language}-{variant}-{seconds}"
                groups.setdefault("clean", []).append((best(f"{name}.clean.wav", clean), []))
                for decibels in (0, 5, 10):
                    samples, spans = bursts(clean, decibels, seconds, rng)
                    groups.setdefault(f"burst, {decibels} dB under the voice", []).append(
                        (best(f"{name}.burst{decibels}.wav", samples), spans))
                samples, spans = clipped(clean, seconds)
                groups.setdefault("first third clipped", []).append((best(f"{name}.clipped.wav", samples), spans))
    for name, found in groups.items():
        cuts = [(cut, spans) for cut, spans in found if cut]
        touched = [cut for cut, spans in cuts if inside(cut, spans)]
        silent = [cut for cut in touched if not cut["faults"]]
        numbers = [ratio(cut) for cut, _ in cuts]
        print(f"{name:28} {len(cuts):3} cuts, {sum(not cut['faults'] for cut, _ in cuts):3} without a fault; "
              f"{len(touched):3} with the spoiled part in it, {len(silent):3} of these without a fault; "
              f"dB over noise {min(numbers):.0f} to {max(numbers):.0f}, median {np.median(numbers):.0f}")


main()
