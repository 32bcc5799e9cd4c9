internal import Archive
package import Model

/// The result of checking a pack against itself: its files are what they should be, its records
/// describe only its own elements, and every file that they name is present.
///
/// The check trusts nothing in the pack.
package struct PackVerification {
  /// The manifest, or `nil` when it can't be read.
  package private(set) var manifest: PackManifest?
  /// The records with their digests, in the order of the file.
  package private(set) var records: [(digest: Digest, record: Record)] = []
  /// The errors; empty when the pack may be imported.
  package private(set) var findings: [Finding] = []
  package private(set) var revisions: [ULID: [Digest: ElementRevision]] = [:]
  /// The digests of the records that register ids or addresses.
  package private(set) var registrations: Set<Digest> = []
  /// The elements whose earlier revisions were erased.
  private var shortened: Set<ULID> = []

  /// The remedy for a pack that can't be repaired here.
  package static let askSender = "ask the person who sent you the pack for a new one"

  /// The maximum bytes of the records, which are read as a whole.
  private static let maximumRecordBytes = 128 << 20

  /// The identities of the pack's elements.
  private var elements: Set<ULID> = []
  /// The digests of the pack's records.
  private var names: Set<Digest> = []
  /// The digests of the pack's files.
  private var blobs: Set<Digest> = []

  /// Checks the files of a pack.
  ///
  /// - Parameters:
  ///   - hash: Computes the SHA-256 of bytes.
  ///   - forms: The text forms in which names are compared.
  /// - Throws: An error when a file can't be read.
  package init(
    _ files: some PackedFiles, hash: ([UInt8]) -> Digest?, forms: TextForms
  ) throws {
    guard let bytes = try files.bytes(named: PackLayout.manifestName, limit: 256 << 20) else {
      report("\(PackLayout.manifestName) is missing, so this is not a pack", .bundleUnreadable)
      return
    }
    let manifest: PackManifest
    do {
      manifest = try PackManifest(bytes)
    } catch {
      report("\(error)", .bundleUnreadable)
      return
    }
    self.manifest = manifest
    findings += try CheckedFiles(files, PackLayout.manifestName, manifest.files).findings
    guard findings.isEmpty else { return }
    blobs = Set(manifest.files.map(\.digest))
    for file in manifest.files
    where file.name != PackLayout.recordsName && file.name != PackLayout.path(of: file.digest) {
      report("\(sanitized(file.name)) is not where a pack keeps files")
    }
    guard let lines = try files.bytes(named: PackLayout.recordsName, limit: Self.maximumRecordBytes)
    else {
      report("\(PackLayout.recordsName) is missing", .bundleMissingFile)
      return
    }
    try read(lines, hash)
    guard findings.isEmpty else { return }
    elements = Set(manifest.elements.map(\.element))
    names = Set(records.map(\.digest))
    if elements.count != manifest.elements.count { report("an element is listed twice") }
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
    findings += CheckedPackRecords(records, of: manifest, revisions, forms).findings
  }

  /// Adds an error, up to 50.
  private mutating func report(_ message: String, _ rule: RuleID = .bundleInconsistent) {
    // A thousand equal findings say no more than the first ones.
    guard findings.count < 50 else { return }
    findings.append(Finding(rule, .error, message: message, fix: Self.askSender))
  }

  // MARK: Records

  /// Reads the records, one per line.
  private mutating func read(_ bytes: [UInt8], _ hash: ([UInt8]) -> Digest?) throws {
    var seen: Set<Digest> = []
    guard bytes.last == 0x0A else {
      return report("\(PackLayout.recordsName) does not end in a line feed", .bundleUnreadable)
    }
    for (index, line) in bytes.dropLast().split(
      separator: 0x0A, omittingEmptySubsequences: false
    ).enumerated() {
      do {
        let line = Array(line)
        let record = try Record(line: line)
        guard let digest = hash(line), seen.insert(digest).inserted else {
          report("line \(index + 1) of \(PackLayout.recordsName) is a duplicate")
          continue
        }
        records.append((digest, record))
      } catch {
        report("line \(index + 1) of \(PackLayout.recordsName): \(error)", .bundleUnreadable)
      }
    }
  }

  /// Checks that a record belongs to the pack's own elements and files: others could change what
  /// these mean.
  private mutating func check(_ record: Record) {
    switch record {
    case .revision(let revision):
      if !elements.contains(revision.element) {
        report("a revision of an element that is not in the pack")
      }
      for reference in revision.references where !blobs.contains(reference.blob) {
        report("\(revision.handle):\(revision.sequence) names a file that is not in the pack")
      }
    case .derivation(let derivation):
      if !blobs.contains(derivation.blob) || !blobs.contains(derivation.from) {
        report("a derivation of a file that is not in the pack")
      }
    case .dismissal(let dismissal):
      if !blobs.contains(dismissal.blob) {
        report("a dismissal for a file that is not in the pack")
      }
    case .registration(let registration):
      let isOwn =
        registration.element.map(elements.contains) ?? registration.blob.map(blobs.contains)
        ?? false
      if !isOwn { report("a registration of an element or file that is not in the pack") }
    case .withdrawal(let withdrawal):
      if !names.contains(withdrawal.record) {
        report("a withdrawal of a record that is not in the pack")
      }
    case .erasure(let erasure):
      if !elements.contains(erasure.element) || erasure.before.map(names.contains) != true {
        report("an erasure that does not match the pack's elements")
      }
    case .use, .export, .take, .comment, .draft, .job, .signature, .unknown:
      report("a record of a kind that packs can't contain")
    }
  }

  /// Checks that every revision of an element leads to its latest one.
  private mutating func check(_ element: PackManifest.Element) {
    let revisions = revisions[element.element] ?? [:]
    let isShortened = shortened.contains(element.element)
    guard let latest = revisions[element.latest], latest.handle.name == element.handle,
      latest.kind.rawValue == element.kind
    else {
      return report(
        "\(sanitized(element.handle)): the latest revision does not match \(PackLayout.manifestName)"
      )
    }
    var reached: Set<Digest> = []
    var open = [element.latest]
    while let digest = open.popLast() {
      guard reached.insert(digest).inserted else { continue }
      guard let revision = revisions[digest] else {
        if !isShortened { report("@\(sanitized(element.handle)): an earlier revision is missing") }
        continue
      }
      open += revision.parents
      let before = revision.parents.compactMap { revisions[$0]?.sequence }.max()
      let isFirst = before == nil && !revision.parents.isEmpty && isShortened
      let numbers = before.map { $0 + 1...$0 + 1000 } ?? (isFirst ? 1...1_000_000 : 1...1)
      if !numbers.contains(revision.sequence) {
        report("@\(sanitized(element.handle)) has a revision \(revision.sequence) out of order")
      }
    }
    if !Set(revisions.keys).isSubset(of: reached) {
      report("@\(sanitized(element.handle)): a revision does not lead to the latest one")
    }
  }
}
