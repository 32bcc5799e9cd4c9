internal import Library

/// An element with several latest revisions: its sides, and how they differ.
///
/// Every library that has the same sides gives them the same letters: the side that was made first is A.
public struct ElementFork: Sendable {
  public let element: ULID
  public let handle: Handle
  /// The latest revisions, in the order of their letters.
  public let sides: [Side]
  /// The last revision that all sides come from; `nil` if this library doesn't have one.
  public let base: NamedRevision?
  /// What the sides changed differently, and which value a merge keeps.
  public let conflicts: [ForkConflict]
  /// All sides in one: what `edit --merge` saves.
  let joined: ElementRevision

  /// One of the latest revisions.
  public struct Side: Sendable {
    /// `A`, `B` and so on.
    public let letter: String
    public let revision: NamedRevision
    /// What it changed since the common revision. Without one, what differs from side A.
    public let differences: PinDifferences
  }

  /// `2 versions since it was changed in two libraries`.
  public var summary: String { ForkWords.summary(sides.count) }

  /// The side that was made last.
  var newest: Side { sides[sides.count - 1] }

  /// The side that a letter or the beginning of a digest names.
  public func side(named word: String) -> Side? {
    let digits = word.hasPrefix("sha256-") ? String(word.dropFirst(7)) : word
    if let side = sides.first(where: { $0.letter == word.uppercased() }) { return side }
    guard digits.count >= 8 else { return nil }
    let found = sides.filter { $0.revision.digest.hex.hasPrefix(digits.lowercased()) }
    return found.count == 1 ? found[0] : nil
  }
}

/// Something that the sides of a fork changed differently.
public struct ForkConflict: Hashable, Sendable {
  /// What differs: `name`, `role of front.jpg`.
  public let what: String
  /// The value of the newer side, which a merge keeps.
  public let kept: Value
  /// The other values.
  public let left: [Value]

  /// A value, and the sides that have it.
  public struct Value: Hashable, Sendable {
    public let sides: [String]
    public let words: String
  }
}

/// How a fork ends.
public enum ForkEnd: Hashable, Sendable {
  /// All sides are joined; where they changed the same thing, the newer one counts.
  case merge
  /// One side goes on as it is, named by its letter or by the beginning of its SHA-256.
  case keep(String)
  /// The side that the edit itself names goes on as it is: `@mira:sha256-9f2c41ab`.
  case keepNamed
}

/// Letters of the sides of a fork.
enum ForkLetters {
  /// `A` to `Z`, then `AA`, `AB` and so on.
  static func letter(_ index: Int) -> String {
    var letters = ""
    var rest = index
    repeat {
      letters = String(UnicodeScalar(UInt8(0x41 + rest % 26))) + letters
      rest = rest / 26 - 1
    } while rest >= 0
    return letters
  }

  /// The letter of one of the latest revisions of an element.
  static func letter(of revision: Digest, among latest: [ElementSummary]) -> String? {
    latest.sorted { ($0.at, $0.revision.hex) < ($1.at, $1.revision.hex) }
      .firstIndex { $0.revision == revision }.map(letter)
  }
}

extension Contents {
  /// The fork of an element; `nil` when it has one latest revision.
  func fork(of element: ULID) throws -> ElementFork? {
    let latest = try entries(of: element)
    guard latest.count > 1, let entry = latest.first else { return nil }
    let heads = try latest.map { entry in
      guard let found = try revision(entry.revision) else {
        throw ElementLibraryError.damaged(
          "the record \(entry.revision.short) is missing from the log")
      }
      return found
    }.sorted { ($0.revision.at, $0.digest.hex) < ($1.revision.at, $1.digest.hex) }
    let history = try history(of: element).compactMap { try revision($0) }
    let descent = Descent(history)
    let base = descent.common(of: heads.map(\.digest))
    let letters = heads.indices.map(ForkLetters.letter)
    let join = ForkJoin(
      zip(letters, heads).map { ForkJoin.Side(letter: $0, revision: $1.revision) },
      bases: heads.indices.dropFirst().map { index in
        descent.base(of: heads[index].digest, with: heads[..<index].map(\.digest))?.revision
      }, naming: handle(of:))
    let sides = try zip(letters, heads).map { letter, head in
      ElementFork.Side(
        letter: letter, revision: head,
        differences: try PinDifferences(
          from: base?.revision ?? heads[0].revision, to: head.revision, naming: handle(of:),
          voice: voice(of:)))
    }
    return ElementFork(
      element: element, handle: entry.handle, sides: sides, base: base, conflicts: join.conflicts,
      joined: join.revision)
  }
}

/// Which revisions of an element were made from which.
private struct Descent {
  private let revisions: [Digest: NamedRevision]

  init(_ history: [NamedRevision]) {
    revisions = Dictionary(history.map { ($0.digest, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// A revision and everything that it was made from.
  private func ancestors(of digest: Digest) -> Set<Digest> {
    var seen: Set<Digest> = []
    var open = [digest]
    while let digest = open.popLast() {
      guard let found = revisions[digest], seen.insert(digest).inserted else { continue }
      open += found.revision.parents
    }
    return seen
  }

  private func latest(of digests: Set<Digest>) -> NamedRevision? {
    digests.compactMap { revisions[$0] }.max { left, right in
      let (one, other) = (left.revision, right.revision)
      return (one.sequence, one.at, left.digest.hex)
        < (other.sequence, other.at, right.digest.hex)
    }
  }

  /// The last revision that all of some come from.
  func common(of digests: [Digest]) -> NamedRevision? {
    guard let first = digests.first else { return nil }
    let common = digests.dropFirst().reduce(ancestors(of: first)) {
      $0.intersection(ancestors(of: $1))
    }
    return latest(of: common)
  }

  /// The last revision that one comes from and any of some others.
  func base(of digest: Digest, with others: [Digest]) -> NamedRevision? {
    let all = others.reduce(into: Set<Digest>()) { $0.formUnion(ancestors(of: $1)) }
    return latest(of: all.intersection(ancestors(of: digest)))
  }
}
