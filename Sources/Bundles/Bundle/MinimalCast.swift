internal import Model
internal import Prompting

/// The cast of a bundle without everything that affects neither its request nor its legend.
///
/// A bundle reveals nothing that isn't needed. What remains can be verified: another value would
/// compile to something else.
struct MinimalCast {
  /// The reduced entries, in their original order.
  private(set) var cast: [Entry]

  typealias Entry = BundleManifest.CastEntry

  /// The maximum number of entries that are reduced one by one. A larger cast, which no request
  /// has, is only reduced as a whole, because single attempts would take too long.
  private static let maximumCount = 40

  /// Reduces a cast.
  ///
  /// - Parameters:
  ///   - sent: The elements that are sent; their identities remain.
  ///   - files: The originals of the files that are sent of each element, in order.
  ///   - nameLengths: The lengths to which a name may be cut when a call has no room for more.
  ///   - isSame: Compiles with another cast, and returns whether the result is the same.
  init(
    _ whole: [Entry], sent: Set<ULID>, files: [ULID: [Digest]], nameLengths: [Int],
    isSame: ([Entry]) -> Bool
  ) {
    cast = whole
    reduce(sent, nameLengths, isSame)
    guard cast.count <= Self.maximumCount else { return }
    // Where roles choose the files, their order doesn't matter: the order in which they are sent
    // reveals nothing more.
    for index in cast.indices {
      let order = cast[index].identity.flatMap { files[$0] } ?? []
      let positions = Dictionary(
        order.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
      _ = replace(index, with: cast[index].inOrder(positions), isSame)
    }
  }

  /// Removes as much from each entry as `isSame` permits.
  private mutating func reduce(
    _ sent: Set<ULID>, _ nameLengths: [Int], _ isSame: ([Entry]) -> Bool
  ) {
    let whole = cast
    let bare = whole.map { $0.bare(keepingIdentity: $0.identity.map(sent.contains) ?? false) }
    if bare == whole { return }
    if isSame(bare) { return cast = bare }
    guard whole.count <= Self.maximumCount else { return }
    for index in whole.indices {
      if replace(index, with: bare[index], isSame) { continue }
      let isSent = whole[index].identity.map(sent.contains) ?? false
      for changes in whole[index].reductions(keepingIdentity: isSent, nameLengths) {
        // The changes that leave less come first, so the first one without a difference is the
        // best.
        _ = changes.first { change in
          var entry = cast[index]
          change(&entry)
          return replace(index, with: entry, isSame)
        }
      }
    }
  }

  /// Replaces an entry if the result remains the same, and returns whether it does.
  private mutating func replace(
    _ index: Int, with entry: Entry, _ isSame: ([Entry]) -> Bool
  ) -> Bool {
    guard entry != cast[index] else { return true }
    var other = cast
    other[index] = entry
    guard isSame(other) else { return false }
    cast = other
    return true
  }
}

extension BundleManifest.CastEntry {
  /// Returns the entry with its sent files that have a role sorted by position; all other files
  /// stay where they are.
  fileprivate func inOrder(_ positions: [Digest: Int]) -> Self {
    func position(_ index: Int) -> Int? { files[index].from.flatMap { positions[$0] } }
    let movable = files.indices.filter { position($0) != nil && files[$0].role != .unsorted }
    let ordered = movable.sorted { (position($0) ?? 0, $0) < (position($1) ?? 0, $1) }
    var entry = self
    for (index, other) in zip(movable, ordered) { entry.files[index] = files[other] }
    return entry
  }

  /// Returns the entry with only its handle and names, and its identity if requested.
  fileprivate func bare(keepingIdentity: Bool) -> Self {
    var entry = self
    for changes in reductions(keepingIdentity: keepingIdentity, []) { changes.first?(&entry) }
    return entry
  }

  /// Returns the changes that remove parts of the entry: for each part all changes to try, the one
  /// that leaves the least first.
  fileprivate func reductions(
    keepingIdentity: Bool, _ nameLengths: [Int]
  ) -> [[(inout Self) -> Void]] {
    var reductions: [[(inout Self) -> Void]] = []
    if !keepingIdentity {
      reductions.append([{ $0.identity = nil }])
      reductions.append([{ $0.revision = nil }])
      reductions.append([{ $0.sequence = nil }])
      // Voices are listed after all other elements, so their kind must remain.
      if kind != ElementKind.voice.rawValue { reductions.append([{ $0.kind = nil }]) }
    }
    reductions.append([{ $0.voice = nil }])
    if files.allSatisfy({ $0.from == nil }) { reductions.append([{ $0.files = [] }]) }
    let (name, description) = (name, description)
    reductions.append(
      [{ $0.name = "" }]
        + nameLengths.filter { $0 < name.count }.map { length in
          { $0.name = String(name.prefix(length)) }
        })
    reductions.append([
      { $0.description = "" },
      { $0.description = CastMember.firstSentence(of: description) },
    ])
    return reductions
  }
}
