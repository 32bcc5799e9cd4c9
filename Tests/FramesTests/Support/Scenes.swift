import FixtureScenes

/// The pictures that the clips of these tests are made of, rendered once.
enum Scenes {
  /// Mira in front of her shelf.
  static let front = picture(.mira, View(yawDegrees: 0, pitchDegrees: 4, distance: 1))
  /// The camera closer by half.
  static let nearer = picture(.mira, View(yawDegrees: 0, pitchDegrees: 4, distance: 1 / 1.5))
  /// The scene from behind her: the opposite wall, seen from the opposite side.
  static let reverse = picture(
    .mira, View(yawDegrees: 160, pitchDegrees: 4, distance: 0.9, offsetX: -0.3), seed: 9)
  static let side = picture(.mira, View(yawDegrees: 90, pitchDegrees: 4), backdrop: .plain)
  static let mug = picture(.mug, .threeQuarterLeft, light: .lamp)

  private static func picture(
    _ subject: Subject, _ view: View, light: Light = .daylight, backdrop: Backdrop = .cluttered,
    seed: UInt64 = 1
  ) -> Picture {
    render(
      Shot(
        subject: subject, view: view, light: light, backdrop: backdrop, width: 160, height: 90,
        samples: 1, seed: seed))
  }
}
