internal import FixtureScenes

/// The files of the starter catalogue, which `castbook init --starter` adds.
let starterFixtures: [Fixture] = [
  mira("front", "Mira from the front.", 0),
  mira("three-quarter-left", "Mira, half-way to her left side.", 40),
  mira("right", "Mira's right side.", -90),
  mira("back", "Mira from behind.", 180),
  mug("front", "The mug with its mark, the handle to the right.", 0, 4),
  mug("three-quarter", "The mug, half-way to its handle.", 32, 12),
  mug("top", "The mug from above: into it, and down its side.", 0, 62),
  Fixture(
    "mira-voice.wav",
    "Mira's voice: one sentence, spoken by espeak-ng 1.51, with the noise of a quiet room.",
    canBeMade: SpokenSound.isThere
  ) { () throws(FixtureError) in
    let heard = try voice.samples().map { Double($0) / 32_768 }
    return WaveFile(Sound(rate: SpokenSound.rate, heard).withNoise(Speech.room)).bytes
  },
]

private let voice = SpokenSound(
  voice: "en-us+linda", wordsPerMinute: 150, pitch: 50,
  sentence:
    "Hold the light there, please. I know this street, and at dawn it always tells the truth.")

private func mira(_ role: String, _ note: String, _ yaw: Float) -> Fixture {
  let view = View(yawDegrees: yaw, pitchDegrees: 4, distance: 1.12, offsetY: 0.02)
  return photo("mira-\(role).jpg", note, Shot(.mira, view, 1152, 1536, light: .studio), quality: 90)
}

private func mug(_ role: String, _ note: String, _ yaw: Float, _ pitch: Float) -> Fixture {
  let view = View(yawDegrees: yaw, pitchDegrees: pitch)
  return photo("mug-\(role).jpg", note, Shot(.mug, view, 1200, 1200, light: .studio), quality: 90)
}

/// A rendered picture as a JPEG with full chroma.
func photo(_ name: String, _ note: String, _ shot: Shot, quality: Int) -> Fixture {
  Fixture(name, note) { () throws(FixtureError) in
    try render(shot).jpeg(JPEGCoding(quality: quality, sampling: .full))
  }
}

extension Shot {
  /// A shot with the finest sampling.
  init(
    _ subject: Subject, _ view: View, _ width: Int, _ height: Int, light: Light = .daylight,
    backdrop: Backdrop = .plain, seed: UInt64 = 1
  ) {
    self.init(
      subject: subject, view: view, light: light, backdrop: backdrop, width: width,
      height: height, samples: 4, seed: seed)
  }
}
