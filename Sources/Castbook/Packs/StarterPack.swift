internal import Archive
internal import Bundles
internal import Files
internal import Media

/// The starter catalogue as a pack: the same identities and the same records in every library, so that pins of one
/// are pins of all.
struct StarterPack: PackedFiles, Sendable {
  let name = "starter"
  let files: [(name: EntryName, byteCount: Int)]
  private let contents: [String: [UInt8]]

  /// When it was put together; a library's own changes come after it.
  private static let moment = Instant(milliseconds: 1_795_132_800_000)

  init() throws {
    var blobs: [Digest: [UInt8]] = [:]
    var revisions: [Handle: ElementRevision] = [:]
    for (place, element) in StarterCatalogue.elements.enumerated() {
      // Identities are constants: ten bytes that nobody else has, and the place.
      let random = Array("castbook:".utf8) + [UInt8(place)]
      guard let identity = ULID(at: Self.moment, random: random) else { continue }
      var revision = ElementRevision(
        element: identity, at: Self.moment, kind: element.kind, handle: element.handle,
        name: element.name)
      revision.description = element.description
      revision.person = element.person
      revision.tags = element.tags
      revision.rights = element.rights
      revision.voice = element.voice.flatMap { revisions[$0]?.element }
      revision.references = element.files.compactMap { file in
        let bytes = file.bytes
        guard let digest = SHA256.digest(of: bytes) else { return nil }
        blobs[digest] = bytes
        return Reference(blob: digest, role: file.role, file: file.name)
      }
      revisions[element.handle] = revision
    }
    let latest = revisions.values.sorted { $0.element < $1.element }
    let lines = latest.compactMap { Record.revision($0).line }
    let draft = PackDraft(
      name: name,
      elements: zip(latest, lines).compactMap { revision, line in
        SHA256.digest(of: line).map { digest in
          PackManifest.Element(
            element: revision.element, latest: digest, handle: revision.handle.name,
            kind: revision.kind.rawValue, isNeed: false)
        }
      }, records: lines,
      blobs: blobs.sorted { $0.key.hex < $1.key.hex }.map {
        ($0.key, $0.value.count, .bytes($0.value))
      })
    var contents: [String: [UInt8]] = [:]
    files = try draft.files(hash: SHA256.digest).compactMap { file in
      guard case .bytes(let bytes) = file.content else { return nil }
      contents[file.name.text] = bytes
      return (file.name, file.byteCount)
    }
    self.contents = contents
  }

  func bytes(of name: EntryName, limit: Int) throws -> [UInt8] {
    guard let bytes = contents[name.text] else { throw BundleError.missing(name.text) }
    return bytes
  }

  func digest(of name: EntryName) throws -> Digest {
    guard let digest = SHA256.digest(of: try bytes(of: name, limit: .max)) else {
      throw BundleError.missing(name.text)
    }
    return digest
  }
}

extension ElementLibrary {
  /// Brings in the elements that Castbook brings along, as any pack comes in.
  public func addStarter() async throws -> ImportOutcome {
    try await take(OpenedPack(StarterPack()), ImportOptions(), named: .nameless)
  }
}
