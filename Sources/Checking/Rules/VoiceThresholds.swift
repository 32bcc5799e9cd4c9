/// From which values on what was measured of a voice is worth a word. They come from measurements of some eighty
/// professional recordings and of synthetic voices, clean and spoiled: starting values, so the measured value is
/// always said beside them. `Benchmarks/voices` shows what they find.
package enum VoiceThresholds {
  /// Runs of samples at the file's own peak. Undriven voices have none, soft limiters leave one at most; driven 2 dB
  /// over, nine in ten have two and more, and driven 3 dB all of them.
  package static let clippedRuns = 2
  /// Samples near the peak for one below it: of clean voices the most have 0.31, all 0.57 at most; driven 6 dB over and
  /// coded as MP3, nine in ten have more than this, driven 3 dB four in ten. It is a hint alone.
  package static let crowding = 0.50
  /// Decibels of the voice over what is in its pauses; clean recordings have 23 or more.
  package static let noisy = 13.0
  package static let someNoise = 20.0
  /// Decibels of 4.3 to 7 kHz beside 0.3 to 3.4 kHz: telephones have -59 at most, voices -25 at least.
  package static let narrowband = -45.0
  package static let narrowbandRate = 8000
  /// LUFS. Between them players need no help.
  package static let quiet = -36.0
  package static let aLittleQuiet = -30.0
  package static let loud = -12.0
  /// The share of the active time in which a voice sounds: noise alone has 0.24 at most, recordings 0.58 at least.
  package static let speech = 0.30
  /// The share of neighbours whose pitch does not move at all: only tones have so much.
  package static let steady = 0.90
  /// The share of neighbours whose pitch moves as a voice's does: plucked notes have 0.31, recordings 0.65.
  package static let moving = 0.50
  /// Decibels that both channels together are under one of them.
  package static let cancelled = -15.0
  /// Decibels between the channels.
  package static let oneSided = 40.0
  /// The share of the time without any sound at all.
  package static let gated = 0.05
  /// Seconds: dry recordings have 0.33, rooms of a second 0.64 and more.
  package static let echo = 0.60
  /// Semitones between stretches: single speakers reach 5.8, a man and a woman in turns have 10.6.
  package static let pitchJumps = 7.0
  /// Syllables a second; people read three to seven.
  package static let slow = 2.0
  /// Seconds. A sample of a few seconds is worth its length in speech.
  package static let longPause = 1.2
  /// The mean of all samples as a share of full scale: sound cards of the worst kind leave a hundredth.
  package static let offset = 0.02
  /// Thousandths of a second behind the samples from which on a listener would miss them.
  package static let trailing = 100
  /// Bytes behind the samples, where nothing tells how long they are.
  package static let trailingBytes = 4096
  /// Thousandths of a second between what a header states and what was decoded.
  package static let headerMismatch = 100
}
