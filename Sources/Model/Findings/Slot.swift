/// A place in a target's request that accepts files.
public enum Slot: String, JSONConvertible, CaseIterable, Sendable {
  case element, image, start, middle, end, clip, video, voice

  public var medium: MediaFormat.Medium {
    switch self {
    case .element, .image, .start, .middle, .end: .picture
    case .clip, .video: .clip
    case .voice: .sound
    }
  }

  /// Returns the slots to try for a medium when the user names none, first choice first.
  public static func choices(for medium: MediaFormat.Medium) -> [Slot] {
    switch medium {
    case .picture: [.element, .image, .start]
    case .clip: [.clip, .video]
    case .sound: [.voice]
    case .other: []
    }
  }
}
