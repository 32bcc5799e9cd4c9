internal import FixtureScenes

/// Both subjects from all sides and in other light, for testing measures of likeness.
let sceneFixtures: [Fixture] = Subject.allCases.flatMap { subject in
  turntable(subject)
    + [Light.lamp, .side, .studio].flatMap { light in
      [0, 45].map { scene(subject, yaw: $0, light: light) }
    }
    + [
      scene(subject, yaw: 0, backdrop: .cluttered), scene(subject, yaw: 315, backdrop: .cluttered),
      scene(subject, yaw: 0, backdrop: .white), close(subject), far(subject),
    ]
}

private func turntable(_ subject: Subject) -> [Fixture] {
  stride(from: 0, to: 360, by: 45).map { scene(subject, yaw: $0) }
}

private func scene(
  _ subject: Subject, yaw: Int, light: Light = .daylight, backdrop: Backdrop = .plain
) -> Fixture {
  let degrees = String(repeating: "0", count: 3 - String(yaw).count) + String(yaw)
  let suffix = backdrop == .plain ? "" : "-\(backdrop.rawValue)"
  let view = View(yawDegrees: Float(yaw), pitchDegrees: subject == .mira ? 4 : 12)
  return scene(
    subject, "\(degrees)-\(light.rawValue)\(suffix)",
    "yaw \(yaw)°, light \(light.rawValue), backdrop \(backdrop.rawValue).", view, light, backdrop)
}

private func close(_ subject: Subject) -> Fixture {
  scene(subject, "close-up", "close up, light daylight.", .closeUp)
}

private func far(_ subject: Subject) -> Fixture {
  scene(subject, "full-length", "from afar, light daylight.", .fullLength)
}

private func scene(
  _ subject: Subject, _ suffix: String, _ note: String, _ view: View,
  _ light: Light = .daylight, _ backdrop: Backdrop = .plain
) -> Fixture {
  let (name, height) = subject == .mira ? ("Mira", 640) : ("The mug", 480)
  return photo(
    "\(subject.rawValue)-\(suffix).jpg", "\(name), \(note)",
    Shot(subject, view, 480, height, light: light, backdrop: backdrop), quality: 90)
}
