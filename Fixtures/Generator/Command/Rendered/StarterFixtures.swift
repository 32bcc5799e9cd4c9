internal import FixtureScenes

/// The pictures of the starter catalogue: `castbook init --starter` brings them.
let starterFixtures: [Fixture] = [
  mira("front", "Mira from the front.", .front),
  mira("three-quarter-left", "Mira, half-way to her left side.", .threeQuarterLeft),
  mira("left", "Mira's left side: the one with the earring.", .left),
  mira("back", "Mira from behind.", .back),
  mug("front", "The mug with its label.", .front),
  mug("side", "The mug's side, the handle in front.", .left),
  mug("top", "The mug from above.", .top),
]

private func mira(_ role: String, _ note: String, _ view: View) -> Fixture {
  photo("mira-\(role).jpg", note, Shot(.mira, view, 1152, 1536), quality: 90)
}

private func mug(_ role: String, _ note: String, _ view: View) -> Fixture {
  photo("mug-\(role).jpg", note, Shot(.mug, view, 1200, 1200), quality: 90)
}

/// A rendered picture as a JPEG with full chroma.
func photo(_ name: String, _ note: String, _ shot: Shot, quality: Int) -> Fixture {
  Fixture(name, note) { () throws(FixtureError) in
    try render(shot).jpeg(JPEGCoding(quality: quality, sampling: .full))
  }
}

extension Shot {
  /// A shot of the finest grain.
  init(
    _ subject: Subject, _ view: View, _ width: Int, _ height: Int, light: Light = .daylight,
    backdrop: Backdrop = .plain, seed: UInt64 = 1
  ) {
    self.init(
      subject: subject, view: view, light: light, backdrop: backdrop, width: width,
      height: height, samples: 4, seed: seed)
  }
}
