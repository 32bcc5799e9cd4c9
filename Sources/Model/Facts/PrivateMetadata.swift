/// What people don't mean to hand out with a picture.
public enum PrivateMetadata: String, CaseIterable, Comparable, Sendable {
  case location, serialNumber = "serial-number", owner, prompt

  public var name: String {
    switch self {
    case .location: "GPS position"
    case .serialNumber: "serial number"
    case .owner: "owner's name"
    case .prompt: "generation prompt"
    }
  }

  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
