internal import Archive
internal import Bundles
internal import Files
internal import Media

/// The starter catalogue as a pack. Identities and records are the same in every library, so that a
/// pin made in one library is valid in all of them.
struct StarterPack: PackedFiles, Sendable {
  let name = "starter"
  let files: [(name: EntryName, byteCount: Int)]
  /// The bytes of the files by name.
  private let contents: [String: [UInt8]]

  /// The fixed date of the records, 2026-11-20; changes that a library makes itself come after it.
  private static let moment = Instant(milliseconds: 1_795_132_800_000)

  /// Builds the pack from the catalogue in memory.
  init() throws {
    var blobs: [Digest: [UInt8]] = [:]
    var revisions: [Handle: ElementRevision] = [:]
    for (index, element) in StarterCatalogue.elements.enumerated() {
      // Identities are constants: a prefix that random identities practically never have, and the
      // index.
      let random = Array("castbook:".utf8) + [UInt8(index)]
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
        let digest = SHA256.digest(of: bytes)
        blobs[digest] = bytes
        return Reference(blob: digest, role: file.role, file: file.name)
      }
      revisions[element.handle] = revision
    }
    let latest = revisions.values.sorted { $0.element < $1.element }
    let lines = latest.compactMap { Record.revision($0).line }
    let draft = PackDraft(
      name: name,
      elements: zip(latest, lines).map { revision, line in
        PackManifest.Element(
          element: revision.element, latest: SHA256.digest(of: line),
          handle: revision.handle.name, kind: revision.kind.rawValue, isDependency: false)
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

  /// Returns the contents of a file; the limit doesn't matter for files in memory.
  func bytes(of name: EntryName, limit: Int) throws -> [UInt8] {
    guard let bytes = contents[name.text] else { throw BundleError.missing(name.text) }
    return bytes
  }
}

extension ImportPack {
  /// Imports the starter catalogue that is built into Castbook, in the same way as any other pack.
  @discardableResult
  public static func addStarter(to library: ElementLibrary) async throws -> ImportOutcome {
    try await ImportPack(.unnamed).run(OpenedPack(StarterPack()), in: library)
  }
}
