/// A kind of metadata that people don't mean to publish with a picture, a sound or a clip. The most
/// revealing kinds come first.
public enum PrivateMetadata: String, JSONConvertible, CaseIterable, Comparable, Sendable {
  case location
  /// The serial number of a camera or a lens.
  case serialNumber = "serial-number"
  /// The name of the camera's owner.
  case owner
  /// Creator, copyright, credit line and contact.
  case authorship
  /// Marked faces, and the names of the people in the picture.
  case people
  /// The prompt that generated the picture.
  case prompt
  /// Data that a camera writes in its own format: often serial numbers, sometimes names and places.
  case makerNote = "maker-note"
  /// A small copy of the picture, which may show it before it was cropped.
  case thumbnail
  /// The short clip that phones attach to a photo.
  case motionPhoto = "motion-photo"
  /// Titles, descriptions, keywords and comments.
  case comment
  /// Editing steps and document ids.
  case history
  /// Content Credentials as defined by C2PA.
  case credentials
  /// Make and model of the camera or phone.
  case camera
  /// When the picture was taken or changed.
  case date
  /// Anything else that is neither needed to show the picture nor known to be harmless.
  case other

  /// The name in a list: `GPS position`.
  public var name: String {
    switch self {
    case .location: "GPS position"
    case .serialNumber: "serial number"
    case .owner: "owner's name"
    case .authorship: "author or copyright"
    case .people: "faces or names of people"
    case .prompt: "generation prompt"
    case .makerNote: "maker note"
    case .thumbnail: "embedded thumbnail"
    case .motionPhoto: "motion photo clip"
    case .comment: "comment"
    case .history: "edit history"
    case .credentials: "Content Credentials (C2PA)"
    case .camera: "camera make and model"
    case .date: "date"
    case .other: "other data"
    }
  }

  /// What the metadata may reveal, when the name doesn't say so; otherwise `nil`.
  package var warning: String? {
    switch self {
    case .makerNote: "may contain serial numbers and names"
    case .thumbnail: "may show what was cropped away"
    default: nil
    }
  }

  /// The more revealing kind comes first.
  public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

extension Sequence<PrivateMetadata> {
  /// The names of all kinds, in order: `GPS position, owner's name`.
  package var names: String { sorted().map(\.name).joined(separator: ", ") }
}

extension RuleID {
  package static func privateMetadata(of medium: MediaFormat.Medium?) -> RuleID {
    switch medium {
    case .sound: .soundPrivateMetadata
    case .clip: .clipPrivateMetadata
    case .picture, .other, nil: .imagePrivateMetadata
    }
  }
}
