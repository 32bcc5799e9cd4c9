/// What people don't mean to hand out with a picture, a sound or a clip. What tells most comes first.
public enum PrivateMetadata: String, CaseIterable, Comparable, Sendable {
  case location
  case serialNumber = "serial-number"
  /// The name of the camera's owner.
  case owner
  /// Creator, copyright, credit line and contact.
  case authorship
  /// The faces that are marked in a picture, and the names of the people in it.
  case people
  case prompt
  /// What a camera writes in its own way: often serial numbers, sometimes names and places.
  case makerNote = "maker-note"
  /// A small copy of the picture, which may show it before it was cropped.
  case thumbnail
  /// The short clip that phones add to a photo.
  case motionPhoto = "motion-photo"
  /// Titles, descriptions, keywords and comments.
  case comment
  /// Steps of editing and ids of documents.
  case history
  /// Content Credentials as C2PA defines them.
  case credentials
  /// Make and model of the camera or the phone.
  case camera
  /// When the picture was taken, or changed.
  case date
  /// Anything else that is neither needed to show the picture nor known to be harmless.
  case other

  /// In a list: `GPS position`.
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

  /// What it may give away, where its name does not say so.
  package var warning: String? {
    switch self {
    case .makerNote: "may contain serial numbers and names"
    case .thumbnail: "may show what was cropped away"
    default: nil
    }
  }

  public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
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
