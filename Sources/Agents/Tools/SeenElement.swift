internal import Castbook
internal import Model

/// An element whose latest revision is the one that an agent saw.
struct SeenElement {
  let found: FoundElement
  /// The whole digest of the revision.
  let digest: Digest

  var handle: Handle { found.handle }

  /// - Parameter expected: The first digits of the revision's SHA-256.
  /// - Throws: `ChangedElementError` if the latest revision is another one.
  init(_ element: HandleReference, at expected: String, in library: ElementLibrary) throws {
    found = try library.find(element)
    guard let latest = found.latest.first(where: { $0.revision.hex.hasPrefix(expected) }) else {
      // The error for a revision that never existed comes from here.
      let seen = try library.find(
        HandleReference(found.handle).at(.digest(prefix: expected)))
      throw try ChangedElementError(found.handle, since: seen.revision.digest, in: library)
    }
    digest = latest.revision
  }

  /// Runs a change. If another one came first, the error says what it changed.
  func change<Value>(
    in library: ElementLibrary, _ body: () async throws -> Value
  ) async throws -> Value {
    do {
      return try await body()
    } catch ElementLibraryError.conflict(_, _, _) {
      throw try ChangedElementError(handle, since: digest, in: library)
    }
  }
}

/// The reason why a change is refused: the element was changed since the agent saw it, and how.
struct ChangedElementError: MarkedError {
  private let handle: Handle
  private let latest: Digest
  private let number: Int
  private let changes: [String]

  /// The maximum number of changes that are named; the others are counted.
  private static let maximumShown = 6

  /// Reads what changed after a revision.
  init(_ handle: Handle, since seen: Digest?, in library: ElementLibrary) throws {
    let log = try Log(HandleReference(handle)).run(in: library)
    let start = log.revisions.firstIndex { $0.named.digest == seen }
    let later = log.revisions[(start.map { $0 + 1 } ?? 0)...]
    let last = try library.find(HandleReference(handle)).revision
    self.handle = log.handle
    latest = last.digest
    number = last.revision.sequence
    changes = later.flatMap(\.changes)
  }

  var blame: Blame { .findings }
  var rule: String { "element.conflict" }
  var message: String {
    let words = Quantity.list(changes.map { ShownNames.quoted($0) }, atMost: Self.maximumShown)
    return "\(handle) was changed since: \(words.isEmpty ? "no values" : words); "
      + "its latest revision is \(number), sha256 \(latest)"
  }
  var fix: String? { "look at it with show, then repeat the change with that sha256 as expected" }
}
