public import Model

/// Who knows what handles mean: a library, with the pins of a project.
public protocol CastSource {
  /// Whether an element is called so, by its handle or an alias.
  func isName(_ name: String) throws -> Bool
  /// Names that may have been meant.
  func names(near name: String) throws -> [String]
  /// What a name means; a finding where it can't be used.
  func member(_ reference: HandleReference) throws -> CastAnswer
}

/// What a name in a prompt means.
public enum CastAnswer: Sendable {
  case member(CastMember)
  case problem(Finding)
}

/// An element in one of its revisions, as a prompt uses it.
public struct CastMember: Hashable, Sendable {
  public let element: ULID
  public let revision: Digest
  public let sequence: Int
  /// As the project calls it.
  public let handle: Handle
  public let name: String
  public let description: String
  public let kind: ElementKind
  /// Whether the project pins this revision.
  public let isPinned: Bool
  /// Who or what a person in its pictures is; nothing where nobody says.
  public let person: PersonKind?
  /// The voice that it speaks with.
  public let voice: CastVoice?
  /// Its files, in their order.
  public let files: [CastFile]

  public init(
    element: ULID, revision: Digest, sequence: Int, handle: Handle, name: String,
    description: String, kind: ElementKind, isPinned: Bool,
    person: PersonKind? = nil, voice: CastVoice? = nil, files: [CastFile]
  ) {
    self.element = element
    self.revision = revision
    self.sequence = sequence
    self.handle = handle
    self.name = name
    self.description = description
    self.kind = kind
    self.isPinned = isPinned
    self.person = person
    self.voice = voice
    self.files = files
  }

  /// As texts call it that know no handles.
  package var displayName: String { name.isEmpty ? handle.name : name }

  /// The first sentence of its description, without what ends it.
  package var firstSentence: String { Self.firstSentence(of: description) }

  /// The first sentence of a description, without what ends it.
  package static func firstSentence(of description: String) -> String {
    let text = description.prefix { !$0.isNewline }
    var end = text.endIndex
    for place in text.indices where ".!?。！？".contains(text[place]) {
      let next = text.index(after: place)
      if next == text.endIndex || text[next].isWhitespace || "。！？".contains(text[place]) {
        end = place
        break
      }
    }
    return String(text[..<end].trimmedText)
  }
}

/// The voice that an element speaks with, as the project calls it.
public struct CastVoice: Hashable, Sendable {
  public let element: ULID
  public let revision: Digest
  public let sequence: Int
  public let handle: Handle
  /// Its sample.
  public let file: CastFile?

  public init(
    element: ULID, revision: Digest, sequence: Int, handle: Handle, file: CastFile?
  ) {
    self.element = element
    self.revision = revision
    self.sequence = sequence
    self.handle = handle
    self.file = file
  }
}

/// A file of an element.
public struct CastFile: Hashable, Sendable {
  /// Its place in the revision, from 1.
  public let number: Int
  public let blob: Digest
  public let role: Role
  public let name: String
  public let medium: MediaFormat.Medium

  public init(
    number: Int, blob: Digest, role: Role, name: String, medium: MediaFormat.Medium
  ) {
    self.number = number
    self.blob = blob
    self.role = role
    self.name = name
    self.medium = medium
  }
}
