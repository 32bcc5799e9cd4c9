// What was measured of a voice, in words a sound recordist would use.

import { h } from "./dom.js";
import { t } from "./texts.js";

const words = t.views.voice;

/** A list of measures; what could not be measured says why. */
export function voiceMeasures(voice) {
  const sound = voice.sound ?? {};
  const measures = sound.measures ?? {};
  const rows = [
    [words.length, words.seconds(sound.seconds ?? voice.seconds ?? 0)],
    [words.loudness, measured(measures.loudness, words.loud)],
    [words.noise, measured(measures.signalToNoise, words.under)],
    [words.pitch, measures.pitch && words.range(measures.pitch.low, measures.pitch.high, measures.pitch.median)],
    [words.peak, measured(measures.truePeak, words.peaks)],
    [words.pauses, measures.longestPauseSeconds !== undefined && words.seconds(measures.longestPauseSeconds)],
    [words.band, measured(measures.contentHertz, words.kilohertz)],
    [words.pace, measured(measures.syllablesPerSecond, words.syllables)],
    [words.recorded, sound.rate && words.format(sound.rate, sound.channels, sound.bits)],
  ];
  return h("dl", { class: "voiceplayer-measures", "aria-label": words.measures },
    rows.filter(([, value]) => value).map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
}

function measured(measure, written) {
  if (!measure) return undefined;
  if (measure.value !== undefined) return written(measure.value);
  if (measure.atLeast !== undefined) return words.atLeast(written(measure.atLeast));
  return words.unknown(words.reasons[measure.unknown] ?? measure.unknown);
}
