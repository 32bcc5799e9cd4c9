internal import Archive
package import Model

/// A pack held against itself: whether its files are what they should be, its records tell of its elements and
/// nothing else, and every file that they name is there. Nothing in it is trusted.
package struct PackVerification {
  package private(set) var manifest: PackManifest?
  package private(set) var records: [(digest: Digest, record: Record)] = []
  package private(set) var findings: [Finding] = []
  /// Its revisions, by element.
  package private(set) var revisions: [ULID: [Digest: ElementRevision]] = [:]
  package private(set) var registrations: Set<Digest> = []
  private var shortened: Set<ULID> = []

  /// What to do about a pack that nobody here can mend.
  package static let askSender = "ask the person who sent you the pack for a new one"

  /// Its records are read whole.
  private static let mostRecordBytes = 128 << 20

  private var elements: Set<ULID> = []
  private var names: Set<Digest> = []
  private var blobs: Set<Digest> = []

  /// `hash` makes SHA-256; `forms` are those in which names are compared.
  package init(
    _ files: some PackedFiles, hash: ([UInt8]) -> Digest?, forms: TextForms
  ) throws {
    guard let bytes = try files.bytes(named: Pack.manifestName, limit: 256 << 20) else {
      tell("\(Pack.manifestName) is missing, so this is not a pack", .bundleUnreadable)
      return
    }
    let manifest: PackManifest
    do {
      manifest = try PackManifest(bytes)
    } catch {
      tell("\(error)", .bundleUnreadable)
      return
    }
    self.manifest = manifest
    findings += try ListedFiles(files, Pack.manifestName, manifest.files).findings
    guard findings.isEmpty else { return }
    blobs = Set(manifest.files.map(\.digest))
    for file in manifest.files
    where file.name != Pack.recordsName && file.name != Pack.place(of: file.digest) {
      tell("\(sanitized(file.name)) is not where a pack keeps files")
    }
    guard let lines = try files.bytes(named: Pack.recordsName, limit: Self.mostRecordBytes) else {
      tell("\(Pack.recordsName) is missing", .bundleMissingFile)
      return
    }
    try read(lines, hash)
    guard findings.isEmpty else { return }
    elements = Set(manifest.elements.map(\.element))
    names = Set(records.map(\.digest))
    if elements.count != manifest.elements.count { tell("an element is listed twice") }
    for (digest, record) in records {
      switch record {
      case .revision(let revision): revisions[revision.element, default: [:]][digest] = revision
      case .registration: registrations.insert(digest)
      case .erasure(let erasure): shortened.insert(erasure.element)
      default: break
      }
      check(record)
    }
    for element in manifest.elements { check(element) }
    findings += PackRecords(records, of: manifest, revisions, forms).findings
  }

  private mutating func tell(_ message: String, _ rule: RuleID = .bundleInconsistent) {
    // A thousand times the same says no more.
    guard findings.count < 50 else { return }
    findings.append(
      Finding(rule, .error, message: message, fix: Self.askSender))
  }

  // MARK: Records

  private mutating func read(_ bytes: [UInt8], _ hash: ([UInt8]) -> Digest?) throws {
    var seen: Set<Digest> = []
    guard bytes.last == 0x0A else {
      return tell("\(Pack.recordsName) does not end in a line feed", .bundleUnreadable)
    }
    for (place, line) in bytes.dropLast().split(
      separator: 0x0A, omittingEmptySubsequences: false
    ).enumerated() {
      do {
        let line = Array(line)
        let record = try Record(line: line)
        guard let digest = hash(line), seen.insert(digest).inserted else {
          tell("line \(place + 1) of \(Pack.recordsName) is a duplicate")
          continue
        }
        records.append((digest, record))
      } catch {
        tell("line \(place + 1) of \(Pack.recordsName): \(error)", .bundleUnreadable)
      }
    }
  }

  /// A record must be of the pack's own elements and files: what tells of others' could change what these mean.
  private mutating func check(_ record: Record) {
    switch record {
    case .revision(let revision):
      if !elements.contains(revision.element) {
        tell("a revision of an element that is not in the pack")
      }
      for reference in revision.references where !blobs.contains(reference.blob) {
        tell("\(revision.handle):\(revision.sequence) names a file that is not in the pack")
      }
    case .derivation(let derivation):
      if !blobs.contains(derivation.blob) || !blobs.contains(derivation.from) {
        tell("a derivation of a file that is not in the pack")
      }
    case .dismissal(let dismissal):
      if !blobs.contains(dismissal.blob) { tell("a dismissal for a file that is not in the pack") }
    case .registration(let registration):
      let isOwn =
        registration.element.map(elements.contains) ?? registration.blob.map(blobs.contains)
        ?? false
      if !isOwn { tell("a registration of an element or file that is not in the pack") }
    case .withdrawal(let withdrawal):
      if !names.contains(withdrawal.record) {
        tell("a withdrawal of a record that is not in the pack")
      }
    case .erasure(let erasure):
      if !elements.contains(erasure.element) || erasure.before.map(names.contains) != true {
        tell("an erasure that does not match the pack's elements")
      }
    case .use, .export, .take, .unknown: tell("a record of a kind that packs can't contain")
    }
  }

  /// Every revision of an element must lead to its latest one.
  private mutating func check(_ element: PackManifest.Element) {
    let revisions = revisions[element.element] ?? [:]
    let isShortened = shortened.contains(element.element)
    guard let latest = revisions[element.latest], latest.handle.name == element.handle,
      latest.kind.rawValue == element.kind
    else {
      return tell(
        "\(sanitized(element.handle)): the latest revision does not match \(Pack.manifestName)")
    }
    var reached: Set<Digest> = []
    var open = [element.latest]
    while let digest = open.popLast() {
      guard reached.insert(digest).inserted else { continue }
      guard let revision = revisions[digest] else {
        if !isShortened { tell("@\(sanitized(element.handle)): an earlier revision is missing") }
        continue
      }
      open += revision.parents
      let before = revision.parents.compactMap { revisions[$0]?.sequence }.max()
      let isFirst = before == nil && !revision.parents.isEmpty && isShortened
      let numbers = before.map { $0 + 1...$0 + 1000 } ?? (isFirst ? 1...1_000_000 : 1...1)
      if !numbers.contains(revision.sequence) {
        tell("@\(sanitized(element.handle)) has a revision \(revision.sequence) out of order")
      }
    }
    if !Set(revisions.keys).isSubset(of: reached) {
      tell("@\(sanitized(element.handle)): a revision does not lead to the latest one")
    }
  }
}
