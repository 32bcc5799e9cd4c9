public import Model
internal import Prompting

extension BundleManifest {
  /// An element that the shot file names, with everything that the request is compiled from, and no more than that.
  ///
  /// With these and `shot.md` the request can be compiled again without the library that it came from.
  public struct CastEntry: Hashable, Sendable {
    public var handle: String
    /// `nil` where the element is sent in no way, and the words are the same whatever it is.
    public var kind: String?
    /// Its identity and revision: where it is sent, or where the shot file names a revision.
    public var identity: ULID?
    public var revision: Digest?
    public var sequence: Int?
    /// What the shot file calls it, where that is not its handle.
    public var names: [String] = []
    /// Only where the words or a call contain one of them; of the description only as much as they contain.
    public var name = ""
    public var description = ""
    /// Only where it is sent or called.
    public var voice: Voice?
    /// All of its files, in their order, where some are sent; those that are not sent have no `from`.
    public var files: [File] = []

    /// The voice that it speaks with.
    public struct Voice: Hashable, Sendable {
      public var element: Send.Element
      /// Of its sample, where that is sent.
      public var role: Role?
      public var from: Digest?
    }

    public struct File: Hashable, Sendable {
      public var role: Role
      public var medium: MediaFormat.Medium
      public var from: Digest?
    }

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

  private static func members(_ value: JSONValue) -> [JSONValue.Member] { value.members ?? [] }

  init(_ value: JSONValue) throws(RecordError) {
    var reader = try RecordReader(value, of: "cast")
    handle = try reader.text("handle")
    kind = try reader.text(ifAny: "kind")
    identity = try reader.identity(ifAny: "element")
    revision = try reader.digest(ifAny: "revision")
    if value["sequence"] != nil { sequence = try reader.number("sequence") }
    names = try reader.texts("names")
    name = try reader.text(ifAny: "name") ?? ""
    description = try reader.text(ifAny: "description") ?? ""
    for value in try reader.values("files") { files.append(try File(value)) }
    guard let voice = try reader.object(ifAny: "voice") else { return }
    var voiceReader = try RecordReader(voice, of: "voice")
    self.voice = Voice(
      element: try .init(&voiceReader), role: try voiceReader.word(ifAny: "role"),
      from: try voiceReader.digest(ifAny: "from"))
  }
}

extension BundleManifest.CastEntry.File {
  var json: JSONValue {
    [
      "role": .string(role.rawValue),
      "medium": medium == .picture ? nil : .string(medium.rawValue), "from": .digest(from),
    ]
  }

  init(_ value: JSONValue) throws(RecordError) {
    var reader = try RecordReader(value, of: "file")
    let role: Role = try reader.word("role")
    self.role = role
    let text = try reader.text(ifAny: "medium")
    guard let medium = MediaFormat.Medium(rawValue: text ?? "picture") else {
      throw RecordError("file: \"\(sanitized(text ?? ""))\" is not a medium")
    }
    self.medium = medium
    from = try reader.digest(ifAny: "from")
  }
}

extension BundleManifest.Send.Element {
  var members: [JSONValue.Member] {
    [
      .init("handle", .string(handle)), .init("element", .string(identity.text)),
      .init("revision", .string(revision.hex)), .init("sequence", .integer(sequence)),
      .init("kind", .string(kind)),
    ]
  }

  init(_ reader: inout RecordReader) throws(RecordError) {
    self.init(
      handle: try reader.text("handle"), identity: try reader.identity("element"),
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
  /// The elements that the shot file names, in the order of their first mention, voices last.
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

  /// A description up to the end of its first line that says something: no target gets more of it.
  private static func firstLine(of text: String) -> String {
    guard let start = text.firstIndex(where: { !$0.isNewline }) else { return "" }
    let end = text[start...].firstIndex(where: \.isNewline) ?? text.endIndex
    return String(text[..<end])
  }
}
