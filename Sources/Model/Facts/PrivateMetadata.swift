/// What people don't mean to hand out with a picture, a sound or a clip.
public enum PrivateMetadata: String, CaseIterable, Comparable, Sendable {
  case location, serialNumber = "serial-number", owner, prompt
  /// Of a clip: the make and model of its camera, and when it was recorded.
  case camera, date

  public var name: String {
    switch self {
    case .location: "GPS position"
    case .serialNumber: "serial number"
    case .owner: "owner's name"
    case .prompt: "generation prompt"
    case .camera: "camera make and model"
    case .date: "recording date"
    }
  }

  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension Sequence<PrivateMetadata> {
  /// All of them in words: `GPS position, owner's name`.
  package var names: String { sorted().map(\.name).joined(separator: ", ") }
}

extension RuleID {
  /// What says that a file of a medium tells of people or places.
  package static func privateMetadata(of medium: MediaFormat.Medium?) -> RuleID {
    switch medium {
    case .sound: .soundPrivateMetadata
    case .clip: .clipPrivateMetadata
    case .picture, .other, nil: .imagePrivateMetadata
    }
  }
}
