internal import Glibc

/// A length for files in which it does not matter: 3.200 s.
private let shorter = Length(51_200, at: Speech.rate)

/// Recordings with one fault each.
let faultyVoices: [Fixture] = [
  faulty("clipped.flac", "Driven 6 dB over full scale and cut off there.") {
    () throws(FixtureError) in
    // The good sample's peak is 6 dB below full scale.
    try Speech.english.inRoom().louder(by: 12).clipped
  },
  faulty("hiss.flac", "White noise 10 dB below the voice.") { () throws(FixtureError) in
    try hissing()
  },
  faulty("telephone.flac", "300 to 3,400 Hz and nothing else, at 16 kHz.") {
    () throws(FixtureError) in
    try Speech.english.inRoom().band(300, 3400)
  },
  faulty("noise.flac", "White noise and nothing else, 20 dB below full scale.", shorter) {
    Sound(rate: Speech.rate, [Double](repeating: 0, count: shorter.samples)).withNoise(-20)
  },
  faulty("tone.flac", "A tone of 440 Hz.", shorter) {
    Sound(
      rate: Speech.rate,
      (0..<shorter.samples).map { 0.3 * sin(2 * Double.pi * 440 * Double($0) / 16_000) })
  },
  faulty("silence.flac", "Every sample is 0.") {
    Sound(rate: Speech.rate, [Double](repeating: 0, count: Speech.standard.samples))
  },
  faulty("gated.flac", "Noise 10 dB below the voice, and nothing at all in the pauses.") {
    () throws(FixtureError) in
    try hissing().gated(by: Speech.english.clean())
  },
  faulty("quiet.flac", "Far too quiet: -45 LUFS.") { () throws(FixtureError) in
    try Speech.english.inRoom().louder(by: -21.4)
  },
  faulty("two-voices.flac", "A man, and after 2.6 s a woman.") { () throws(FixtureError) in
    let man = try Speech.man.clean()
    let woman = try Speech.shortEnglish.clean()
    return Sound(rate: Speech.rate, man.channels[0] + woman.channels[0]).withNoise(Speech.room)
  },
  voice("8khz.flac", "Recorded at 8 kHz.", Length(41_600, at: 8000)) { () throws(FixtureError) in
    try codedSound("8khz.flac", losslessly, Speech.english.inRoom().resampled(to: 8000))
  },
  voice(
    "over-full-scale.wav", "Samples of 32 bit floating point, up to 3 dB over full scale.",
    shorter
  ) { () throws(FixtureError) in
    WaveFile(try Speech.english.inRoom().prefix(shorter.samples).louder(by: 9), .float32).bytes
  },
  voice(
    "not-a-number.wav",
    "Samples of 32 bit floating point, 8 kHz; a hundred in a row are not a number, and further on "
      + "one is infinite.", Length(25_600, at: 8000)
  ) { () throws(FixtureError) in
    var sound = try Speech.english.inRoom().resampled(to: 8000).prefix(25_600)
    for index in 8000..<8100 { sound.channels[0][index] = .nan }
    sound.channels[0][16_000] = .infinity
    return WaveFile(sound, .float32).bytes
  },
]

/// Pairs of channels that don't match.
let faultyChannels: [Fixture] = [
  faulty("opposite-phases.flac", "Two channels, the right one the left one upside down.", shorter) {
    () throws(FixtureError) in
    try twoChannels { -$0 }
  },
  faulty("one-sided.flac", "Two channels, nothing in the right one.", shorter) {
    () throws(FixtureError) in
    try twoChannels { _ in 0 }
  },
  faulty("dual-mono.flac", "Two channels that are the same: nothing is wrong with that.", shorter) {
    () throws(FixtureError) in
    try twoChannels { $0 }
  },
]

private func faulty(
  _ name: String, _ note: String, _ length: Length = Speech.standard,
  make: @escaping @Sendable () throws(FixtureError) -> Sound
) -> Fixture {
  voice(name, note, length) { () throws(FixtureError) in
    try codedSound(name, losslessly, make())
  }
}

private func hissing() throws(FixtureError) -> Sound {
  let clean = try Speech.english.clean()
  return clean.withNoise(clean.spokenLevel - 10)
}

private func twoChannels(_ right: (Double) -> Double) throws(FixtureError) -> Sound {
  let left = try Speech.english.inRoom().prefix(shorter.samples).channels[0]
  return Sound(rate: Speech.rate, left, left.map(right))
}
