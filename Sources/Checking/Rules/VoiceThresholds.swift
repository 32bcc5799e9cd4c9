/// The values from which on the measures of a voice are reported.
///
/// They come from measurements of about eighty professional recordings and of synthetic voices,
/// clean and degraded. They are starting values, so messages always contain the measured value.
/// The results are in `Benchmarks/voices`.
package enum VoiceThresholds {
  /// The number of runs of samples at the file's own peak. Clean voices have none, and soft
  /// limiters leave at most one; of voices overdriven by 2 dB nine in ten have two or more, and
  /// by 3 dB all of them.
  package static let clippedRuns = 2
  /// The number of samples near the peak for each one below it. Most clean voices have 0.31,
  /// and all have at most 0.57; of voices overdriven by 6 dB and encoded as MP3 nine in ten
  /// have more than this, by 3 dB four in ten. It is only a hint.
  package static let crowding = 0.50
  /// The level in decibels of the voice above its pauses; clean recordings have 23 or more.
  package static let noisy = 13.0
  /// The level in decibels below which noise is mentioned in a note.
  package static let slightlyNoisy = 20.0
  /// The level in decibels of 4.3–7 kHz relative to 0.3–3.4 kHz. Telephones have at most −59,
  /// voices at least −25.
  package static let narrowband = -45.0
  /// The sample rate in hertz up to which a sound is no better than a telephone.
  package static let narrowbandRate = 8000
  /// The loudness in LUFS below which a sound is quiet. Between `slightlyQuiet` and `loud`
  /// players need no adjustment.
  package static let quiet = -36.0
  /// The loudness in LUFS below which a note mentions it.
  package static let slightlyQuiet = -30.0
  /// The loudness in LUFS above which a sound is loud.
  package static let loud = -12.0
  /// The share of the active time that is voiced. Noise alone has at most 0.24, recordings at
  /// least 0.58.
  package static let speech = 0.30
  /// The share of neighbouring frames whose pitch does not move at all. Only tones have more.
  package static let steady = 0.90
  /// The share of neighbouring frames whose pitch moves like a voice. Plucked notes have 0.31,
  /// recordings 0.65.
  package static let moving = 0.50
  /// The level in decibels of both channels mixed together relative to the louder one.
  package static let cancelled = -15.0
  /// The difference in decibels between the channels.
  package static let oneSided = 40.0
  /// The share of the time without any sound at all.
  package static let gated = 0.05
  /// The decay in seconds. Dry recordings have 0.33, rooms with an echo of a second 0.64 and
  /// more.
  package static let echoSeconds = 0.60
  /// The difference in semitones between stretches. Single speakers reach 5.8; a man and a
  /// woman in turns have 10.6.
  package static let pitchJumps = 7.0
  /// The number of syllables per second. People read three to seven.
  package static let slow = 2.0
  /// The length of a pause in seconds. In a sample of a few seconds only the speech is useful.
  package static let longPauseSeconds = 1.2
  /// The mean of all samples as a share of full scale. The worst sound cards leave one
  /// hundredth.
  package static let offset = 0.02
  /// The length in milliseconds of data after the samples that a listener would miss.
  package static let trailingMilliseconds = 100
  /// The number of bytes after the samples that is reported when their length is unknown.
  package static let trailingBytes = 4096
  /// The difference in milliseconds between the header's length and the decoded one.
  package static let headerMismatchMilliseconds = 100
}
