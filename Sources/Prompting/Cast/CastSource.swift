public import Model

/// Resolves the names in prompts to elements: usually a library, with the pins of a project.
public protocol CastSource {
  /// Returns whether an element has this name, as its handle or an alias.
  func isName(_ name: String) throws -> Bool
  /// Returns existing names that the user may have meant.
  func names(near name: String) throws -> [String]
  /// Returns the element that a reference means, or a finding when it can't be used.
  func member(_ reference: HandleReference) throws -> CastAnswer
}

/// The meaning of a name in a prompt.
public enum CastAnswer: Sendable {
  /// The element that the name means.
  case member(CastMember)
  /// The reason why the name can't be used.
  case problem(Finding)
}

/// One revision of an element, as a prompt uses it.
public struct CastMember: Hashable, Sendable {
  /// The identifier of the element, which stays when it is renamed.
  public let element: ULID
  public let revision: Digest
  /// The number of the revision, from 1.
  public let sequence: Int
  /// The handle by which the project refers to the element.
  public let handle: Handle
  /// The name for texts without handles; may be empty.
  public let name: String
  /// The description of the element; a prompt may use its first sentence.
  public let description: String
  public let kind: ElementKind
  /// Whether the project pins this revision.
  public let isPinned: Bool
  /// Whether a person in its pictures is real or generated, or `nil` when that was not
  /// recorded.
  public let person: PersonKind?
  /// The voice that the element speaks with, or `nil`.
  public let voice: CastVoice?
  /// The files of the revision, in their order.
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

  /// The name for texts without handles: its name, or the handle when that is empty.
  package var displayName: String { name.isEmpty ? handle.name : name }

  /// The first sentence of the description, without its final mark.
  package var firstSentence: String { Self.firstSentence(of: description) }

  /// Returns the first sentence of a description, without its final mark.
  ///
  /// A full stop ends a sentence only before a space or the end of the line; an ideographic one
  /// always does.
  package static func firstSentence(of description: String) -> String {
    let text = description.prefix { !$0.isNewline }
    var end = text.endIndex
    for index in text.indices where ".!?。！？".contains(text[index]) {
      let next = text.index(after: index)
      if next == text.endIndex || text[next].isWhitespace || "。！？".contains(text[index]) {
        end = index
        break
      }
    }
    return String(text[..<end].trimmedText)
  }
}

/// The voice that an element speaks with, as the project refers to it.
public struct CastVoice: Hashable, Sendable {
  /// The identifier of the voice's element.
  public let element: ULID
  public let revision: Digest
  public let sequence: Int
  public let handle: Handle
  /// The sample of the voice, or `nil` when it has none.
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
  /// The number of the file in the revision, from 1.
  public let number: Int
  /// The digest of the stored bytes.
  public let blob: Digest
  /// What the file shows of the element.
  public let role: Role
  /// Whether the role was derived from the order of views on a sheet and not confirmed.
  public let isRoleAssumed: Bool
  public let name: String
  /// Whether the file is a picture, a clip or a sound.
  public let medium: MediaFormat.Medium

  public init(
    number: Int, blob: Digest, role: Role, isRoleAssumed: Bool = false, name: String,
    medium: MediaFormat.Medium
  ) {
    self.number = number
    self.blob = blob
    self.role = role
    self.isRoleAssumed = isRoleAssumed
    self.name = name
    self.medium = medium
  }
}
