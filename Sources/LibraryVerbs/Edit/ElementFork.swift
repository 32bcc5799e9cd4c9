internal import Library

/// An element with several latest revisions: its sides, and how they differ.
///
/// A fork arises when two libraries change the same element and one of them is then imported into
/// the other. Every library that has the same sides gives them the same letters: A is the side that
/// was made first.
///
/// ```swift
/// let details = try Show(HandleReference("@mira")).run(in: library)
/// for conflict in details.fork?.conflicts ?? [] { print(conflict.subject) }
/// ```
public struct ElementFork: Sendable {
  /// The identity of the forked element.
  public let element: ULID
  /// The handle under which the library lists the element.
  public let handle: Handle
  /// The latest revisions, in the order of their letters.
  public let sides: [Side]
  /// The last revision that all sides descend from; `nil` if this library doesn't have one.
  public let base: NamedRevision?
  /// The values that the sides changed differently, and which of them a merge keeps.
  public let conflicts: [ForkConflict]
  /// The result of a merge of all sides, which `edit --merge` saves.
  let merged: ElementRevision

  /// One of the latest revisions of a forked element.
  public struct Side: Sendable {
    /// The name of the side: `A`, `B` and so on.
    public let letter: String
    /// The revision at the tip of this side.
    public let revision: NamedRevision
    /// The changes of this side since the common revision. Without a common revision, these are the
    /// differences from side A.
    public let differences: PinDifferences
  }

  /// The number of versions and the reason for them, as a phrase for people.
  public var summary: String { ForkWords.summary(sides.count) }

  /// The side that was made last, which wins conflicts in a merge.
  var newest: Side { sides[sides.count - 1] }

  /// Finds the side that a letter or the beginning of a digest names.
  ///
  /// - Parameter word: A letter in either case, or at least 8 hexadecimal digits of the revision's
  ///   SHA-256, with or without `sha256-` in front.
  /// - Returns: The side; `nil` if no side, or more than one, has that name.
  public func side(named word: String) -> Side? {
    if let side = sides.first(where: { $0.letter == word.uppercased() }) { return side }
    guard let digits = Digest.prefix(in: word) else { return nil }
    let found = sides.filter { $0.revision.digest.hex.hasPrefix(digits) }
    return found.count == 1 ? found[0] : nil
  }
}

/// A value that the sides of a fork changed differently.
public struct ForkConflict: Hashable, Sendable {
  /// The part of the element that differs, such as `name` or `role of front.jpg`.
  public let subject: String
  /// The value of the newer side, which a merge keeps.
  public let kept: Value
  /// The values of the other sides, which a merge drops.
  public let dropped: [Value]

  /// A value, and the sides that have it.
  public struct Value: Hashable, Sendable {
    /// The letters of the sides.
    public let sides: [String]
    /// The value in words.
    public let words: String
  }
}

/// A way to end a fork.
public enum ForkResolution: Hashable, Sendable {
  /// Joins all sides. Where they changed the same value, the newer side wins.
  case merge
  /// Continues one side unchanged. The side is named by its letter or by the beginning of its
  /// SHA-256.
  case keep(String)
  /// Continues the side that the reference of the edit names, such as `@mira:sha256-9f2c41ab`.
  case keepNamed
}

/// The letters that name the sides of a fork.
enum ForkLetters {
  /// Returns the letter of a side: `A` to `Z`, then `AA`, `AB` and so on.
  ///
  /// - Parameter index: The index of the side, from 0, in the order of creation.
  static func letter(_ index: Int) -> String {
    var letters = ""
    var rest = index
    repeat {
      letters = String(UnicodeScalar(UInt8(0x41 + rest % 26))) + letters
      rest = rest / 26 - 1
    } while rest >= 0
    return letters
  }

  /// Returns the letter of one of the latest revisions of an element; `nil` if `latest` lacks it.
  ///
  /// Revisions are ordered by date, then by digest, so that every library derives the same letters.
  static func letter(of revision: Digest, among latest: [ElementSummary]) -> String? {
    latest.sorted { ($0.at, $0.revision.hex) < ($1.at, $1.revision.hex) }
      .firstIndex { $0.revision == revision }.map(letter)
  }
}

extension Contents {
  /// Returns the fork of an element; `nil` if it has only one latest revision.
  ///
  /// - Throws: `ElementLibraryError.damaged` if the log lacks the record of a latest revision.
  func fork(of element: ULID) throws -> ElementFork? {
    let latest = try entries(of: element)
    guard latest.count > 1, let entry = latest.first else { return nil }
    let heads = try latest.map { try recorded($0.revision) }
      .sorted { ($0.revision.at, $0.digest.hex) < ($1.revision.at, $1.digest.hex) }
    let history = try history(of: element).compactMap { try revision($0) }
    let descent = Descent(history)
    let base = descent.common(of: heads.map(\.digest))
    let letters = heads.indices.map(ForkLetters.letter)
    let join = ForkMerge(
      zip(letters, heads).map { ForkMerge.Side(letter: $0, revision: $1.revision) },
      bases: descent.bases(of: heads.map(\.digest)).map { $0?.revision }, naming: handle(of:))
    let sides = try zip(letters, heads).map { letter, head in
      ElementFork.Side(
        letter: letter, revision: head,
        differences: try differences(
          from: base?.revision ?? heads[0].revision, to: head.revision))
    }
    return ElementFork(
      element: element, handle: entry.handle, sides: sides, base: base, conflicts: join.conflicts,
      merged: join.revision)
  }
}

/// The revisions of an element by digest, to find what they were made from.
private struct Descent {
  private let revisions: [Digest: NamedRevision]

  /// Indexes the revisions that the library has of the element.
  init(_ history: [NamedRevision]) {
    revisions = Dictionary(history.map { ($0.digest, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Returns the digests of a revision and of everything it was made from, as far as the library
  /// has it.
  private func ancestors(of digest: Digest) -> Set<Digest> {
    var seen: Set<Digest> = []
    var pending = [digest]
    while let digest = pending.popLast() {
      guard let found = revisions[digest], seen.insert(digest).inserted else { continue }
      pending += found.revision.parents
    }
    return seen
  }

  /// Returns the revision with the highest number; of equal numbers, the one with the latest date.
  private func latest(of digests: Set<Digest>) -> NamedRevision? {
    digests.compactMap { revisions[$0] }.max { left, right in
      let (one, other) = (left.revision, right.revision)
      return (one.sequence, one.at, left.digest.hex)
        < (other.sequence, other.at, right.digest.hex)
    }
  }

  /// Returns the last revision that all the given ones descend from; `nil` if there is none.
  func common(of digests: [Digest]) -> NamedRevision? {
    guard let first = digests.first else { return nil }
    let common = digests.dropFirst().reduce(ancestors(of: first)) {
      $0.intersection(ancestors(of: $1))
    }
    return latest(of: common)
  }

  /// Returns, for each revision but the first, the last one that it shares with any of those before
  /// it; `nil` if there is none.
  func bases(of digests: [Digest]) -> [NamedRevision?] {
    var before: Set<Digest> = []
    return digests.enumerated().compactMap { index, digest in
      let own = ancestors(of: digest)
      defer { before.formUnion(own) }
      return index == 0 ? nil : .some(latest(of: own.intersection(before)))
    }
  }
}
