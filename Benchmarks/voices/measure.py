"""Spoils speech in known ways and tabulates what `castbook voice` says of it. See `run`."""
import glob
import json
import os
import subprocess
import sys
import time
import wave

import numpy as np

castbook, scratch = sys.argv[1:3]
work = os.path.join(scratch, "voices")
os.makedirs(work, exist_ok=True)
RATE = 16000
TEXTS = {
    "en-us": "The lantern burned through the night. Nobody came down the stairs before the morning, and the street was quiet.",
    "es": "La linterna ardió toda la noche. Nadie bajó las escaleras antes de la mañana, y la calle estaba tranquila.",
    "cmn": "灯笼亮了一整夜。早晨之前没有人下楼，街上很安静。后来，她打开窗户，看着外面的雨。",
    "ja": "ランタンは一晩中ともっていた。朝まで誰も階段を降りてこなかった。通りは静かだった。",
    "ko": "등불은 밤새 타올랐다. 아침이 되기 전에는 아무도 계단을 내려오지 않았고, 거리는 조용했다.",
}


def read(path):
    raw = subprocess.run(
        ["ffmpeg", "-loglevel", "error", "-i", path, "-ac", "1", "-ar", str(RATE), "-f", "f32le", "-"],
        check=True, capture_output=True).stdout
    return np.frombuffer(raw, np.float32).astype(np.float64)


def write(name, samples, rate=RATE):
    path = os.path.join(work, name)
    with wave.open(path, "wb") as file:
        file.setnchannels(1 if samples.ndim == 1 else samples.shape[1])
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes((np.clip(samples, -1, 1) * 32767).round().astype("<i2").tobytes())
    return path


def voice(paths):
    """What is said of files, by their names."""
    said = {}
    for start in range(0, len(paths), 50):
        part = paths[start:start + 50]
        answer = subprocess.run([castbook, "voice", "--json", *part], capture_output=True, text=True)
        for file in json.loads(answer.stdout)["files"]:
            said[file["path"]] = file
    return said


def synthetic():
    for language, text in TEXTS.items():
        path = os.path.join(work, f"espeak-{language}.wav")
        subprocess.run(["espeak-ng", "-v", language, "-w", path, text], check=True)
        samples = read(path)
        # Rooms are never quite silent.
        noise = np.random.default_rng(1).normal(0, 1, len(samples)) * 10 ** (-66 / 20)
        yield f"espeak-{language}", 0.5 * samples / np.abs(samples).max() + noise


def recorded(most=40):
    """Sentences of the prompts, put together to 5 s and more."""
    for package in sorted(glob.glob(os.path.join(scratch, "prompts", "asterisk-*"))):
        if not os.path.isdir(package):
            continue
        files = sorted(glob.glob(package + "/**/*.g722", recursive=True), key=os.path.getsize)
        files = [file for file in files if os.path.getsize(file) > 24000 and "/silence/" not in file]
        rng = np.random.default_rng(7)
        chosen = rng.permutation(len(files))[:most]
        for index in sorted(chosen):
            samples = read(files[index])
            name = f"prompt-{'en' if '-en-' in package else 'es'}-{os.path.basename(files[index])[:-5]}"
            yield name, 0.5 * samples / max(1e-9, np.abs(samples).max())


def active_power(samples):
    size = RATE // 50
    frames = samples[:len(samples) // size * size].reshape(-1, size)
    power = (frames ** 2).mean(1)
    return power[power > np.percentile(power, 95) * 10 ** (-2.5)].mean()


def pink(count, rng):
    spectrum = np.fft.rfft(rng.normal(0, 1, count))
    spectrum /= np.sqrt(np.maximum(np.arange(len(spectrum)), 1))
    noise = np.fft.irfft(spectrum, count)
    return noise / noise.std()


def babble(count, voices, rng):
    total = np.zeros(count)
    for _ in range(16):
        voice = voices[rng.integers(len(voices))][1]
        voice = np.roll(np.resize(voice, count), rng.integers(count))
        total += voice / max(1e-9, voice.std())
    return total / total.std()


def below(samples, hertz):
    spectrum = np.fft.rfft(samples)
    spectrum[np.fft.rfftfreq(len(samples), 1 / RATE) > hertz] = 0
    return np.fft.irfft(spectrum, len(samples))


def coded(path, suffix, *options):
    other = path[:-4] + suffix
    subprocess.run(["ffmpeg", "-y", "-loglevel", "error", "-i", path, *options, other], check=True)
    return other


def spoiled(voices):
    """Every voice in every way: kind, how much, name, path."""
    rng = np.random.default_rng(3)
    for name, clean in voices:
        power = active_power(clean)
        yield "clean", 0, name, write(f"{name}.clean.wav", clean)
        yield "tanh", 6, name, write(f"{name}.tanh.wav", np.tanh(2 * clean / np.abs(clean).max()) * 0.5)
        for ratio in (5, 10, 15, 20, 25, 30):
            kinds = {"white": rng.normal(0, 1, len(clean)), "pink": pink(len(clean), rng)}
            if ratio <= 20:
                kinds["babble"] = babble(len(clean), voices, rng)
            for kind, noise in kinds.items():
                mixed = clean + noise * np.sqrt(power / 10 ** (ratio / 10))
                yield kind, ratio, name, write(f"{name}.{kind}{ratio}.wav", 0.5 * mixed / np.abs(mixed).max())
        for decibels in (2, 3, 6):
            driven = np.clip(clean / np.abs(clean).max() * 10 ** (decibels / 20), -1, 1)
            path = write(f"{name}.driven{decibels}.wav", driven * 0.98)
            yield "driven", decibels, name, path
            yield "driven mp3", decibels, name, coded(path, ".mp3", "-b:a", "128k")
            yield "driven aac", decibels, name, coded(path, ".m4a", "-b:a", "96k")
        yield "telephone", 3.4, name, write(f"{name}.telephone.wav", below(clean, 3400))
        yield "opposite", 0, name, write(f"{name}.opposite.wav", np.stack([clean, -clean], 1))
        yield "gated", 0, name, write(f"{name}.gated.wav", np.where(gate(clean), clean, 0))


def gate(samples):
    size = RATE // 50
    power = np.repeat((samples[:len(samples) // size * size].reshape(-1, size) ** 2).mean(1), size)
    power = np.append(power, np.zeros(len(samples) - len(power)))
    return power > np.percentile(power, 95) * 1e-3


def number(file, key):
    return ((file.get("sound") or {}).get("measures", {}).get(key) or {}).get("value")


def rules(file, least=("warning", "error")):
    return {f["rule"] for f in file["findings"] if f["severity"] in least and f["rule"].startswith("sound.")
            and f["rule"] not in ("sound.too-short", "sound.too-long", "sound.short-for-api", "sound.borderline",
                                  "sound.format-not-accepted")}


def table(title, voices):
    cases = list(spoiled(voices))
    said = voice([path for *_, path in cases])
    print(f"== {title}: {len(voices)} voices, {len(cases)} files")
    groups = {}
    for kind, amount, _, path in cases:
        groups.setdefault((kind, amount), []).append(said[path])
    print("SNR, read less true, dB: least, median, most; and how many could not be measured")
    for (kind, amount), files in groups.items():
        if kind not in ("white", "pink", "babble"):
            continue
        errors = [number(f, "signalToNoise") - amount for f in files if number(f, "signalToNoise") is not None]
        if errors:
            print(f"  {kind:7} {amount:3} dB  {min(errors):+5.1f} {np.median(errors):+5.1f} {max(errors):+5.1f}"
                  f"  {len(files) - len(errors)} of {len(files)}")
    print("caught, of so many")
    expected = {"driven": "sound.clipped", "driven mp3": "sound.crowded-peaks", "driven aac": "sound.crowded-peaks",
                "telephone": "sound.narrowband", "opposite": "sound.channels-cancel", "gated": "sound.gated"}
    all_of = ("note", "warning", "error")
    for (kind, amount), files in groups.items():
        if kind in expected:
            rule = expected[kind]
            either = {rule, "sound.clipped"} if "driven" in kind else {rule}
            hits = sum(bool(rules(f, all_of) & either) for f in files)
            print(f"  {kind:10} {amount:4}  {rule:22} {hits:4} of {len(files)}")
        if kind in ("white", "pink", "babble") and amount <= 10:
            hits = sum("sound.noise-or-echo" in rules(f) for f in files)
            print(f"  {kind:10} {amount:4}  {'sound.noise-or-echo':22} {hits:4} of {len(files)}")
    for kind in ("clean", "tanh"):
        files = next(files for (group, _), files in groups.items() if group == kind)
        counts, hints = {}, {}
        for file in files:
            for rule in rules(file):
                counts[rule] = counts.get(rule, 0) + 1
            for rule in rules(file, ("note",)):
                hints[rule] = hints.get(rule, 0) + 1
        print(f"false on {kind} ({len(files)}): warnings {counts or 'none'}, notes {hints or 'none'}")


def no_speech():
    rng = np.random.default_rng(5)
    time_axis = np.arange(6 * RATE) / RATE
    sounds = {
        "white": rng.normal(0, 0.1, len(time_axis)), "pink": 0.1 * pink(len(time_axis), rng),
        "tone": 0.3 * np.sin(2 * np.pi * 220 * time_axis), "tone 440": 0.3 * np.sin(2 * np.pi * 440 * time_axis),
    }
    paths = {name: write(f"none-{name.replace(' ', '')}.wav", samples) for name, samples in sounds.items()}
    said = voice(list(paths.values()))
    print("== no speech")
    for name, path in paths.items():
        print(f"  {name:9} {'refused' if 'sound.no-speech' in rules(said[path]) else 'NOT refused'}")


def an_hour(voices):
    samples = np.concatenate([np.append(clean, np.zeros(RATE // 3)) for _, clean in voices])
    rate = 48000
    path = os.path.join(work, "hour.wav")
    whole = np.interp(np.arange(len(samples) * 3) / 3, np.arange(len(samples)), samples)
    whole = np.resize(whole, 3600 * rate)
    write("hour.wav", whole + np.random.default_rng(9).normal(0, 3e-4, len(whole)), rate)
    for name in (path, coded(path, ".mp3", "-b:a", "128k")):
        start = time.time()
        process = subprocess.Popen([castbook, "voice", name, "--cut", "--json"], stdout=subprocess.DEVNULL)
        most = 0
        while process.poll() is None:
            most = max(most, resident())
            time.sleep(0.02)
        print(f"== best cut of an hour of {os.path.basename(name)} ({os.path.getsize(name) // 1000000} MB): "
              f"{time.time() - start:.1f} s, {most // 1024} MB in all processes at most")


def resident():
    total = 0
    for status in glob.glob("/proc/[0-9]*/status"):
        try:
            text = open(status).read()
        except OSError:
            continue
        if text.startswith("Name:\tcastbook"):
            total += sum(int(line.split()[1]) for line in text.split("\n") if line.startswith("VmRSS"))
    return total


made = list(synthetic())
real = list(recorded())
table("espeak-ng, five languages", made)
table("recorded telephone prompts, 16 kHz", real)
no_speech()
an_hour(real)
