public import Model
internal import Prompting

extension BundleManifest {
  /// An element that the shot file names, with only those properties that the request is compiled
  /// from.
  ///
  /// With the cast and `shot.md`, the request can be compiled again without the library that it
  /// came from.
  public struct CastEntry: Hashable, Sendable {
    /// The handle, without `@`.
    public var handle: String
    /// The kind of element, or `nil` when the element isn't sent and the words don't depend on its
    /// kind.
    public var kind: String?
    /// The element's identity, when it is sent or the shot file names a revision.
    public var identity: ULID?
    /// The digest of the revision, under the same condition.
    public var revision: Digest?
    /// The number of the revision, under the same condition.
    public var sequence: Int?
    /// The names in the shot file that differ from the handle.
    public var names: [String] = []
    /// The element's name, if the words or a call contain it.
    public var name = ""
    /// The part of the description that the words or a call contain.
    public var description = ""
    /// The voice, if it is sent or called.
    public var voice: Voice?
    /// All files of the element, in order, if some of them are sent; a file that isn't sent has no
    /// `from`.
    public var files: [File] = []

    /// The voice that an element speaks with.
    public struct Voice: Hashable, Sendable {
      /// The voice's own element and revision.
      public var element: Send.Element
      /// The role of the voice's sample, if it is sent.
      public var role: Role?
      /// The digest of the sample, if it is sent.
      public var from: Digest?
    }

    /// One file of the element.
    public struct File: Hashable, Sendable {
      /// The view or use of the element that the file provides.
      public var role: Role
      /// Whether the file is a picture, a clip or a sound.
      public var medium: MediaFormat.Medium
      /// The digest of the original, if the file is sent.
      public var from: Digest?
    }

    /// Creates an entry with the identity of an element and no other properties.
    public init(element: Send.Element) {
      handle = element.handle
      kind = element.kind
      identity = element.identity
      revision = element.revision
      sequence = element.sequence
    }
  }
}

// MARK: JSON

extension BundleManifest.CastEntry: StoredObject {
  package static let objectName = "cast"

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    handle = try fields.required("handle", \.handle)
    identity = try fields.optional("element", \.identity)
    revision = try fields.optional("revision", \.revision)
    sequence = try fields.optional("sequence", \.sequence)
    kind = try fields.optional("kind", \.kind)
    names = try fields.value("names", \.names, default: [])
    name = try fields.value("name", \.name, default: "")
    description = try fields.value("description", \.description, default: "")
    voice = try fields.optional("voice", \.voice)
    files = try fields.value("files", \.files, default: [])
  }
}

extension BundleManifest.CastEntry.Voice: StoredObject {
  package static let objectName = "voice"

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    element = try fields.inline(\.element)
    role = try fields.optional("role", \.role)
    from = try fields.optional("from", \.from)
  }
}

extension BundleManifest.CastEntry.File: StoredObject {
  package static let objectName = "file"

  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    role = try fields.required("role", \.role)
    let word = try fields.value("medium", \.medium.rawValue, default: "picture")
    medium = MediaFormat.Medium(rawValue: word) ?? .picture
    try fields.require(medium.rawValue == word, "\"\(sanitized(word))\" is not a medium")
    from = try fields.optional("from", \.from)
  }
}

/// An element's keys are those of an object that contains other keys as well.
extension BundleManifest.Send.Element: StoredObject {
  package init(_ fields: inout Fields<Self>) throws(RecordError) {
    handle = try fields.required("handle", \.handle)
    identity = try fields.required("element", \.identity)
    revision = try fields.required("revision", \.revision)
    sequence = try fields.required("sequence", \.sequence)
    kind = try fields.required("kind", \.kind)
  }
}

extension BundleManifest.Send.Element {
  init(_ member: CastMember) {
    self.init(
      handle: member.handle.name, identity: member.element, revision: member.revision,
      sequence: member.sequence, kind: member.kind.rawValue)
  }

  init(_ voice: CastVoice) {
    self.init(
      handle: voice.handle.name, identity: voice.element, revision: voice.revision,
      sequence: voice.sequence, kind: ElementKind.voice.rawValue)
  }
}

// MARK: Writing the cast of a request

extension CompiledRequest {
  /// The elements that the shot file names, in the order of their first mention, with voices last.
  var cast: [BundleManifest.CastEntry] {
    let sent = Set(files.map(\.source))
    return (script.members + script.voices).map { member in
      var entry = BundleManifest.CastEntry(element: .init(member))
      entry.names = script.names(of: member)
        .filter { (try? Handle($0)) != member.handle }.sorted()
      entry.name = member.name
      entry.description = Self.firstLine(of: member.description)
      entry.files = member.files.map { file in
        .init(
          role: file.role, medium: file.medium,
          from: sent.contains(.element(member, file)) ? file.blob : nil)
      }
      entry.voice = member.voice.map { voice in
        let file = voice.file.flatMap { sent.contains(.voice(voice, $0)) ? $0 : nil }
        return .init(element: .init(voice), role: file?.role, from: file?.blob)
      }
      return entry
    }
  }

  /// Returns the first nonempty line of a description: no target receives more of it.
  private static func firstLine(of text: String) -> String {
    guard let start = text.firstIndex(where: { !$0.isNewline }) else { return "" }
    let end = text[start...].firstIndex(where: \.isNewline) ?? text.endIndex
    return String(text[..<end])
  }
}
