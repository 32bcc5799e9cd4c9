internal import Model
internal import Prompting

/// The cast of a bundle without everything that its request and its legend don't depend on.
///
/// What isn't needed isn't given away. What is left can be verified: another value would compile to something else.
struct MinimalCast {
  private(set) var cast: [Entry]

  typealias Entry = BundleManifest.CastEntry

  /// A larger cast, which no request has, is only tried as a whole: one by one would take its time.
  private static let maximumCount = 40

  /// `sent` are the elements that go in; their identity stays. `files` are the originals of what is sent of each, in
  /// its order. A name may be cut to one of `nameLengths`, where a call has no room for more. `isSame` compiles with
  /// another cast, and tells whether the same comes out.
  init(
    _ whole: [Entry], sent: Set<ULID>, files: [ULID: [Digest]], nameLengths: [Int],
    isSame: ([Entry]) -> Bool
  ) {
    cast = whole
    reduce(sent, nameLengths, isSame)
    guard cast.count <= Self.maximumCount else { return }
    // Where roles choose the files, any order of them is the same: that in which they are sent is as good as another.
    for index in cast.indices {
      let order = cast[index].identity.flatMap { files[$0] } ?? []
      let places = Dictionary(
        order.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
      _ = replace(index, with: cast[index].inOrder(places), isSame)
    }
  }

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
        // The first that makes no difference is the one with the least in it.
        _ = changes.first { change in
          var entry = cast[index]
          change(&entry)
          return replace(index, with: entry, isSame)
        }
      }
    }
  }

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
  /// The entry with its sent files that have a role in the order of `places`, and all others where they are.
  fileprivate func inOrder(_ places: [Digest: Int]) -> Self {
    func place(_ index: Int) -> Int? { files[index].from.flatMap { places[$0] } }
    let movable = files.indices.filter { place($0) != nil && files[$0].role != .unsorted }
    let ordered = movable.sorted { (place($0) ?? 0, $0) < (place($1) ?? 0, $1) }
    var entry = self
    for (index, other) in zip(movable, ordered) { entry.files[index] = files[other] }
    return entry
  }

  /// The entry with nothing but what the element is called.
  fileprivate func bare(keepingIdentity: Bool) -> Self {
    var entry = self
    for changes in reductions(keepingIdentity: keepingIdentity, []) { changes.first?(&entry) }
    return entry
  }

  /// Ways to say less of the element: of each part all that may be tried, the least first.
  fileprivate func reductions(
    keepingIdentity: Bool, _ nameLengths: [Int]
  ) -> [[(inout Self) -> Void]] {
    var reductions: [[(inout Self) -> Void]] = []
    if !keepingIdentity {
      reductions.append([{ $0.identity = nil }])
      reductions.append([{ $0.revision = nil }])
      reductions.append([{ $0.sequence = nil }])
      // Voices are listed behind all others.
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
