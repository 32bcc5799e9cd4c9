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
  /// The user's rating of the take.
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
  public init(_ clip: FilePath, of bundle: Digest, _ result: Take.Result) {
    self.clip = clip
    self.bundle = bundle
    self.result = result
  }

  /// Creates a take of a file that was read before.
  public init(_ file: ReturnedFile, of bundle: Digest, _ result: Take.Result) {
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
        take.at = last.at
        if take == last { return (take: take, isNew: false) }
        take.at = try change.moment(after: last.at)
      }
      change.add(.take(take))
      return (take: take, isNew: true)
    }
    isKept = true
    return noted
  }
}

/// Rates a take again, after it was recorded.
///
/// ```swift
/// try RateTake(clip, of: bundle, .rejected).run(in: library)
/// ```
public struct RateTake: Sendable {
  /// The digest of the bundle that the provider got.
  public let bundle: Digest
  /// The digest of the file that came back.
  public let file: Digest
  /// The user's rating of the take.
  public var result: Take.Result
  /// What the take cost; `nil` leaves it as it is.
  public var cost: Cost?
  /// A remark of the user; `nil` leaves it as it is, and an empty text removes it.
  public var note: String?

  /// Creates a rating of a file.
  public init(_ file: Digest, of bundle: Digest, _ result: Take.Result) {
    self.file = file
    self.bundle = bundle
    self.result = result
  }

  /// Records the rating.
  ///
  /// - Returns: The take, and `false` for `isNew` if it was rated so before.
  /// - Throws: `ElementLibraryError` if the file was never recorded as a take of the bundle.
  @discardableResult
  public func run(in library: ElementLibrary) throws -> (take: Take, isNew: Bool) {
    let note = try note.map { $0.isEmpty ? "" : try RecordText.line($0, "a note", limit: 1000) }
    return try library.change { change in
      let last = try change.contents.lastTake(of: file, from: bundle)
      var take = last
      take.result = result
      take.cost = cost ?? last.cost
      take.note = note ?? last.note
      if take == last { return (take: take, isNew: false) }
      take.at = try change.moment(after: last.at)
      change.add(.take(take))
      return (take: take, isNew: true)
    }
  }
}

/// Withdraws the last rating of a take, which was recorded in error: the rating before counts
/// again. Without one, the file is no longer a take of the bundle; it stays in the library until
/// nothing uses it.
public struct WithdrawTake: Sendable {
  /// The digest of the bundle that the take was recorded with.
  public let bundle: Digest
  /// The digest of the file.
  public let file: Digest

  /// Creates the verb for a take.
  public init(_ file: Digest, of bundle: Digest) {
    self.file = file
    self.bundle = bundle
  }

  /// Withdraws the last rating of the take.
  ///
  /// - Returns: The rating that was withdrawn.
  /// - Throws: `ElementLibraryError` if the file was never recorded as a take of the bundle.
  @discardableResult
  public func run(in library: ElementLibrary) throws -> Take {
    try library.change { change in
      let last = try change.contents.lastTake(of: file, from: bundle)
      if let record = try change.contents.takes.lastRecord(of: file, from: bundle) {
        change.add(.withdrawal(Withdrawal(record: record, at: try change.moment(after: last.at))))
      }
      return last
    }
  }
}

extension Contents {
  /// Returns the last rating of a file that came back from a bundle.
  ///
  /// - Throws: `ElementLibraryError` if the file was never recorded as a take of the bundle.
  fileprivate func lastTake(of file: Digest, from bundle: Digest) throws -> Take {
    guard let last = try takes.of(file, limit: 1000).first(where: { $0.export == bundle }) else {
      throw ElementLibraryError.invalidRequest(
        "this file is not a take of the bundle", fix: "record it: castbook take add")
    }
    return last
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
