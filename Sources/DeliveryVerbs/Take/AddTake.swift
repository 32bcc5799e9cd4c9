internal import Files
internal import Library
internal import Media
internal import Sending

/// The verb `take add`: stores a result that came back from a provider, and a record that connects
/// it to its bundle.
///
/// ```swift
/// let (take, isNew) = try await AddTake(clip, of: bundle, .kept).run(in: library)
/// ```
public struct AddTake: Sendable {
  /// The digest of the bundle that the provider got.
  public let bundle: Digest
  /// The file that came back: a clip, picture or sound.
  public let clip: FilePath
  /// What the user has decided about the take; `new` leaves it undecided.
  public var result: Take.Result
  /// The seed that the provider reported. If omitted, like the cost and the note, it stays as
  /// recorded for this file before.
  public var seed: String?
  /// The price that was paid.
  public var cost: Cost?
  /// A remark of the user.
  public var note = ""
  /// The file, if it was read before.
  private var file: ReturnedFile?
  /// The job that rendered it, which is done as soon as the take is recorded.
  var job: Job?

  /// Creates a take without seed, cost and note.
  public init(_ clip: FilePath, of bundle: Digest, _ result: Take.Result = .new) {
    self.clip = clip
    self.bundle = bundle
    self.result = result
  }

  /// Creates a take of a file that was read before.
  public init(_ file: ReturnedFile, of bundle: Digest, _ result: Take.Result = .new) {
    self.init(file.path, of: bundle, result)
    self.file = file
  }

  /// Stores the take.
  ///
  /// - Returns: The take, and `false` for `isNew` if the same take was noted before.
  /// - Throws: `ElementLibraryError` if the file can't be read or is neither a clip, a picture nor
  ///   a sound.
  @discardableResult
  public func run(in library: ElementLibrary) async throws -> (take: Take, isNew: Bool) {
    let file: ReturnedFile
    if let read = self.file {
      file = read
    } else {
      file = try await ReturnedFile(clip, in: library)
    }
    let digest = file.digest
    let staged = try library.store.stage(file.bytes, digest)
    var isKept = false
    defer { if !isKept { library.store.discard([staged]) } }
    let seed = try seed.map { try RecordText.line($0, "a seed", limit: 100) }
    let note = note.isEmpty ? "" : try RecordText.line(note, "a note", limit: 1000)
    let noted = try library.change(with: [staged], facts: [file.facts]) { change in
      if let job {
        let done = try job.next(.done, at: change.moment(after: job.at)) { $0.result = digest }
        change.add(.job(done))
      }
      let known = try change.contents.takes.of(digest, limit: 1000)
      var take = Take(
        export: bundle, blob: digest, result: result, seed: seed, cost: cost,
        note: note, at: try change.moment(after: known.first?.at))
      // An identical note is no change; another rating of the same file is.
      if let last = known.first(where: { $0.export == bundle }) {
        take.seed = seed ?? last.seed
        take.cost = cost ?? last.cost
        take.note = note.isEmpty ? last.note : note
        // A file that arrives again doesn't undo what was decided about it.
        if result == .new { take.result = last.result }
        (take.by, take.at) = (last.by, last.at)
        if take == last { return (take: take, isNew: false) }
        take.at = try change.moment(after: last.at)
      }
      take.by = change.author
      change.add(.take(take))
      return (take: take, isNew: true)
    }
    isKept = true
    return noted
  }
}

extension FoundBundle {
  /// Returns the digest of a bundle, which is named by its path or by the start of its SHA-256.
  ///
  /// A path that exists is always read as a path. Otherwise the name may be 8 or more digits of the
  /// SHA-256 of an exported bundle.
  ///
  /// - Throws: `BundleRefusal` if the bundle at the path isn't intact.
  public static func digest(
    named word: FilePath, in library: ElementLibrary
  ) throws -> Digest {
    let isThere = FileSystem.statusFollowingLinks(word) != nil
    if !isThere, let digest = try library.bundle(beginning: word.text), word.text.utf8.count >= 8 {
      return digest
    }
    let bundle = try FoundBundle(at: word)
    guard bundle.verification.isIntact, let digest = bundle.verification.digest else {
      throw BundleRefusal(
        path: word, reason: bundle.findings.first?.message ?? "not a bundle")
    }
    return digest
  }
}
