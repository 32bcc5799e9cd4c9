// The measures of a voice, in the terms of a sound recordist.

import { h } from "./dom.js";
import { t } from "./texts.js";

const texts = t.views.voice;

/** A list of measures; one that could not be taken shows the reason. */
export function voiceMeasures(voice) {
  const sound = voice.sound ?? {};
  const measures = sound.measures ?? {};
  const rows = [
    [texts.length, texts.seconds(sound.seconds ?? voice.seconds ?? 0)],
    [texts.loudness, measureText(measures.loudness, texts.loud)],
    [texts.noise, measureText(measures.signalToNoise, texts.under)],
    [texts.pitch, measures.pitch && texts.range(measures.pitch.low, measures.pitch.high, measures.pitch.median)],
    [texts.peak, measureText(measures.truePeak, texts.peaks)],
    [texts.pauses, measures.longestPauseSeconds !== undefined && texts.seconds(measures.longestPauseSeconds)],
    [texts.band, measureText(measures.contentHertz, texts.kilohertz)],
    [texts.pace, measureText(measures.syllablesPerSecond, texts.syllables)],
    [texts.recorded, sound.rate && texts.format(sound.rate, sound.channels, sound.bits)],
  ];
  return h("dl", { class: "voiceplayer-measures", "aria-label": texts.measures },
    rows.filter(([, value]) => value).map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))));
}

function measureText(measure, format) {
  if (!measure) return undefined;
  if (measure.value !== undefined) return format(measure.value);
  if (measure.atLeast !== undefined) return texts.atLeast(format(measure.atLeast));
  return texts.unknown(texts.reasons[measure.unknown] ?? measure.unknown);
}
