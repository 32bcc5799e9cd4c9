internal import Model
internal import Prompting

/// The elements that a bundle's shot file names, as its manifest describes them: a cast without a
/// library.
struct BundleCast: CastSource {
  /// The entries of the manifest, in its order.
  private let entries: [BundleManifest.CastEntry]
  /// The members made from the entries, in the same order.
  private let members: [CastMember]
  /// The index of each member by handle and by every other name.
  private let indices: [String: Int]

  /// Creates a cast from a manifest's entries.
  ///
  /// - Parameter known: The placeholders for which the bundle has an id from the provider.
  /// - Throws: `BundleError` when an entry is invalid or two entries have the same name.
  init(_ entries: [BundleManifest.CastEntry], known: Set<String>) throws(BundleError) {
    var members: [CastMember] = []
    var indices: [String: Int] = [:]
    for (index, entry) in entries.enumerated() {
      var files = entry.files
      // An element that the provider already has is called by its id, and no bundle lists its
      // files.
      let isKnown = (try? Handle(entry.handle)).map {
        known.contains(RequestBody.remotePlaceholder(for: $0))
      }
      if files.isEmpty, isKnown == true { files = Self.unknownFiles }
      let member = try Self.member(entry, files, number: index + 1)
      for name in [member.handle.name] + entry.names {
        guard indices.updateValue(members.count, forKey: name) == nil else {
          throw .badManifest("two elements of its cast have the name \"\(sanitized(name))\"")
        }
      }
      members.append(member)
    }
    self.entries = entries
    self.members = members
    self.indices = indices
  }

  /// Returns the index of the member with a name or handle.
  private func index(of name: String) -> Int? {
    indices[name] ?? (try? Handle(name)).flatMap { indices[$0.name] }
  }

  /// Returns whether the cast has a member with this name.
  func isName(_ name: String) -> Bool { index(of: name) != nil }

  /// Returns all handles: a bundle's cast is small enough to suggest any of them.
  func names(near name: String) -> [String] { members.map(\.handle.name) }

  /// Returns the member that a reference means, or the problem that it isn't in the cast or has
  /// another revision.
  func member(_ reference: HandleReference) -> CastAnswer {
    guard let index = index(of: reference.name) else {
      return .problem(
        Finding(
          .promptUnknownHandle, .error, message: "\(reference) is not in the cast of bundle.json",
          fix: "export it again"))
    }
    let (entry, member) = (entries[index], members[index])
    let isMeant =
      switch reference.revision {
      case .latest: true
      case .sequence(let number): number == entry.sequence
      case .digest(let prefix): entry.revision?.hex.hasPrefix(prefix) ?? false
      }
    guard isMeant else {
      return .problem(
        Finding(
          .promptUnknownHandle, .error,
          message: "shot.md names \(reference), but the cast of bundle.json has "
            + Self.words(entry),
          fix: "export it again"))
    }
    return .member(member)
  }

  // MARK: Members

  /// Creates a member from an entry.
  ///
  /// `number` distinguishes elements for which the manifest has no identity because none of their
  /// files is sent.
  private static func member(
    _ entry: BundleManifest.CastEntry, _ files: [BundleManifest.CastEntry.File], number: Int
  ) throws(BundleError) -> CastMember {
    guard let kind = ElementKind(rawValue: entry.kind ?? ElementKind.character.rawValue) else {
      throw .badManifest("\"\(sanitized(entry.kind ?? ""))\" is not a kind of element")
    }
    for text in [entry.name, entry.description] {
      if let scalar = disallowedScalar(in: text) {
        throw .badManifest("a text in its cast contains \(scalar.code)")
      }
    }
    let unknown = Digest(bytes: Array(repeating: 0, count: 32))
    guard let revision = entry.revision ?? unknown,
      let element = entry.identity
        ?? ULID(at: Instant(milliseconds: number), random: Array(repeating: 0, count: 10))
    else { throw .badManifest("an element of its cast has no identity") }
    var voice: CastVoice?
    if let own = entry.voice {
      voice = CastVoice(
        element: own.element.identity, revision: own.element.revision,
        sequence: own.element.sequence, handle: try handle(own.element.handle),
        file: own.from.map { from in
          CastFile(number: 1, blob: from, role: own.role ?? .voice, name: "", medium: .sound)
        })
    }
    return CastMember(
      element: element, revision: revision, sequence: entry.sequence ?? 0,
      handle: try handle(entry.handle), name: entry.name, description: entry.description,
      kind: kind, isPinned: true, voice: voice,
      files: files.enumerated().map { index, found in
        file(found, number: index + 1, unsent: revision)
      })
  }

  /// Files for an element whose own are unknown, as many as every target needs to make an element.
  private static let unknownFiles = [Role.front, .left, .right, .back].map {
    BundleManifest.CastEntry.File(role: $0, medium: .picture)
  }

  /// Returns the first scalar that no library accepts in a text: a control character or an
  /// invisible one.
  private static func disallowedScalar(in text: String) -> Unicode.Scalar? {
    text.unicodeScalars.first { $0.properties.generalCategory == .control }
      ?? HiddenScalars.first(in: text)
  }

  /// Describes the revision of an entry, for a message.
  private static func words(_ entry: BundleManifest.CastEntry) -> String {
    let digest = entry.revision.map { " (\($0.hex.prefix(8)))" } ?? ""
    return entry.sequence.map { "revision \($0)\(digest)" } ?? "no revision of it"
  }

  /// Returns the handle with exactly this text, or throws.
  private static func handle(_ text: String) throws(BundleError) -> Handle {
    guard let handle = try? Handle(text), handle.name == text else {
      throw .badManifest("\"\(sanitized(text))\" is not a handle")
    }
    return handle
  }

  /// Creates a file. The manifest has no digest of a file that isn't sent; `unsent` takes its
  /// place, because files are distinguished by number.
  private static func file(
    _ entry: BundleManifest.CastEntry.File, number: Int, unsent: Digest
  ) -> CastFile {
    CastFile(
      number: number, blob: entry.from ?? unsent, role: entry.role, name: "", medium: entry.medium)
  }
}
