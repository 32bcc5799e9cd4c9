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
    /// All files of an element of which some are sent, in order; a file that isn't sent has no
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

extension BundleManifest.CastEntry {
  /// The entry as JSON; keys without a value are left out.
  var json: JSONValue {
    [
      "handle": .string(handle), "element": identity.map { .string($0.text) },
      "revision": .digest(revision), "sequence": sequence.map { .integer($0) },
      "kind": .text(kind), "names": .texts(names), "name": .text(name.isEmpty ? nil : name),
      "description": .text(description.isEmpty ? nil : description),
      "voice": voice.map { voice in
        .object(
          voice.element.members
            + Self.members([
              "role": voice.role.map { .string($0.rawValue) }, "from": .digest(voice.from),
            ]))
      },
      "files": .list(files.map(\.json)),
    ]
  }

  /// Returns the members of an object, which omits `nil` values.
  private static func members(_ value: JSONValue) -> [JSONValue.Member] { value.members ?? [] }

  /// Reads an entry strictly; throws for missing or invalid keys.
  init(_ value: JSONValue) throws(RecordError) {
    var reader = try RecordReader(value, of: "cast")
    handle = try reader.text("handle")
    kind = try reader.text(ifPresent: "kind")
    identity = try reader.ulid(ifPresent: "element")
    revision = try reader.digest(ifPresent: "revision")
    if value["sequence"] != nil { sequence = try reader.number("sequence") }
    names = try reader.texts("names")
    name = try reader.text(ifPresent: "name") ?? ""
    description = try reader.text(ifPresent: "description") ?? ""
    for value in try reader.values("files") { files.append(try File(value)) }
    guard let voice = try reader.object(ifPresent: "voice") else { return }
    var voiceReader = try RecordReader(voice, of: "voice")
    self.voice = Voice(
      element: try .init(&voiceReader), role: try voiceReader.choice(ifPresent: "role"),
      from: try voiceReader.digest(ifPresent: "from"))
  }
}

extension BundleManifest.CastEntry.File {
  /// The file as JSON; `medium` is left out for a picture.
  var json: JSONValue {
    [
      "role": .string(role.rawValue),
      "medium": medium == .picture ? nil : .string(medium.rawValue), "from": .digest(from),
    ]
  }

  init(_ value: JSONValue) throws(RecordError) {
    var reader = try RecordReader(value, of: "file")
    let role: Role = try reader.choice("role")
    self.role = role
    let text = try reader.text(ifPresent: "medium")
    guard let medium = MediaFormat.Medium(rawValue: text ?? "picture") else {
      throw RecordError("file: \"\(sanitized(text ?? ""))\" is not a medium")
    }
    self.medium = medium
    from = try reader.digest(ifPresent: "from")
  }
}

extension BundleManifest.Send.Element {
  /// The element's keys, to be merged into an object that contains other keys as well.
  var members: [JSONValue.Member] {
    [
      .init("handle", .string(handle)), .init("element", .string(identity.text)),
      .init("revision", .string(revision.hex)), .init("sequence", .integer(sequence)),
      .init("kind", .string(kind)),
    ]
  }

  /// Reads the element's keys from an object that contains other keys as well.
  init(_ reader: inout RecordReader) throws(RecordError) {
    self.init(
      handle: try reader.text("handle"), identity: try reader.ulid("element"),
      revision: try reader.digest("revision"), sequence: try reader.number("sequence"),
      kind: try reader.text("kind"))
  }

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
        return .init(
          element: .init(voice), role: file?.role, from: file?.blob)
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
