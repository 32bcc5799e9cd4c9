internal import Model

/// Searches for the best few of many candidates.
///
/// It tries all sets of up to 16 candidates. With more it adds the best next one until there
/// are enough, and then exchanges single candidates. Candidates have indices in an order of
/// their own, so the result does not depend on the order in which they were given.
struct PickSearch {
  /// The number of candidates up to which all sets are tried.
  private static let exhaustiveCount = 16

  private let candidates: [Candidate]
  private let wanted: Int

  /// A picture that may be chosen.
  struct Candidate {
    let rating: PictureRating
    /// How its light differs from that of the others, or `nil` when it is unknown.
    let lighting: LightShift?
    /// The index of its view, by its role, in the list of wanted views.
    let view: Int?
    /// Whether the target accepts the picture as it is.
    var isReady = true
    /// The indices of the candidates that show the same.
    var rivals: Set<Int> = []
    /// The indices of the candidates that look much the same in shape, which probably show it from
    /// the same side.
    var alike: Set<Int> = []
  }

  /// Prepares a search for `wanted` candidates, or all when there are fewer.
  init(_ candidates: [Candidate], wanted: Int) {
    self.candidates = candidates
    self.wanted = min(wanted, candidates.count)
  }

  /// The indices of the best candidates, ascending.
  var best: [Int] {
    guard wanted > 0 else { return [] }
    return candidates.count <= Self.exhaustiveCount ? bestOfAll : improved(grown)
  }

  // MARK: All

  /// The best of all sets with at most the wanted number of pictures, all of which show
  /// different things.
  private var bestOfAll: [Int] {
    let rivals = candidates.map { $0.rivals.reduce(UInt32(0)) { $0 | 1 << UInt32($1) } }
    var best: (merit: Merit, indices: [Int])?
    for set in UInt32(1)..<(1 << UInt32(candidates.count)) {
      guard set.nonzeroBitCount <= wanted else { continue }
      let indices = candidates.indices.filter { set & 1 << UInt32($0) != 0 }
      guard indices.allSatisfy({ rivals[$0] & set == 0 }) else { continue }
      let merit = merit(indices)
      if best.map({ Self.isBetter(merit, indices, than: $0) }) ?? true { best = (merit, indices) }
    }
    return best?.indices ?? []
  }

  /// Returns whether a set is better than another; of equal merit, the one with smaller indices
  /// is.
  private static func isBetter(
    _ merit: Merit, _ indices: [Int], than best: (merit: Merit, indices: [Int])
  ) -> Bool {
    if best.merit < merit { return true }
    return merit == best.merit && indices.lexicographicallyPrecedes(best.indices)
  }

  // MARK: Many

  /// A set that was grown by one candidate at a time, each time the one that makes the best
  /// set.
  private var grown: [Int] {
    var chosen: [Int] = []
    while chosen.count < wanted {
      let next = free(beside: chosen)
        .map { (index: $0, merit: merit(chosen + [$0])) }
        .max { ($0.merit, $1.index) < ($1.merit, $0.index) }
      guard let next else { break }
      chosen.append(next.index)
    }
    return chosen.sorted()
  }

  /// Returns a set after every exchange of one candidate for another that makes it better.
  private func improved(_ start: [Int]) -> [Int] {
    var chosen = start
    var merit = merit(chosen)
    var isBetter = true
    while isBetter {
      isBetter = false
      for position in chosen.indices {
        for other in free(beside: chosen.without(position)) where !chosen.contains(other) {
          var next = chosen
          next[position] = other
          let nextMerit = self.merit(next)
          if merit < nextMerit { (chosen, merit, isBetter) = (next, nextMerit, true) }
        }
      }
      chosen.sort()
    }
    return chosen
  }

  /// Returns the candidates that are not chosen and show nothing that a chosen one shows.
  private func free(beside chosen: [Int]) -> [Int] {
    candidates.indices.filter { index in
      !chosen.contains(index) && candidates[index].rivals.isDisjoint(with: chosen)
    }
  }

  /// Returns the merit of the candidates at some indices.
  private func merit(_ indices: [Int]) -> Merit {
    Merit(of: indices.map { candidates[$0] }, shapes: shapes(indices))
  }

  /// Returns the number of different shapes among the candidates whose views are unknown, apart
  /// from those that look like one with a known view.
  private func shapes(_ indices: [Int]) -> Int {
    var counted = indices.filter { candidates[$0].view != nil }
    let known = counted.count
    for index in indices where candidates[index].view == nil {
      if candidates[index].alike.isDisjoint(with: counted) { counted.append(index) }
    }
    return counted.count - known
  }
}

/// The criteria by which sets are compared, the most important first.
///
/// Numbers are rounded to steps, so an invisible difference does not decide before the
/// next criterion.
struct Merit: Comparable {
  /// Whether a front is among them; nothing outweighs the only front.
  let hasFront: Bool
  /// The number of wanted views that are covered.
  let views: Int
  /// The wanted views that are covered as bits, the most valuable one highest.
  let viewBits: UInt32
  /// The number of pictures.
  let count: Int
  /// The soundness of the weakest picture, in tenths.
  let soundness: Int
  /// The number of pictures with a fault; fewer is better.
  let weakCount: Int
  /// The number of pictures whose busy background also alters their shapes; fewer is better.
  let clutteredCount: Int
  /// The number of different shapes of pictures without a known view, which are taken for
  /// different views.
  let shapes: Int
  /// The distance of the most different light from the others, in eighths of the limit; less is
  /// better.
  let unevenness: Int
  /// The number of pictures that have to be prepared first; fewer is better.
  let unreadyCount: Int
  /// The sum of the ratings.
  let total: Double

  /// Measures a set of candidates, among which there are `shapes` different ones of unknown view.
  init(of chosen: [PickSearch.Candidate], shapes: Int = 0) {
    let bits = chosen.reduce(UInt32(0)) { bits, candidate in
      candidate.view.map { bits | 1 << UInt32(31 - $0) } ?? bits
    }
    hasFront = bits & 1 << 31 != 0
    views = bits.nonzeroBitCount
    viewBits = bits
    count = chosen.count
    unreadyCount = chosen.count { !$0.isReady }
    soundness = Int(10 * (chosen.map(\.rating.soundness).min() ?? 0))
    weakCount = chosen.count { $0.rating.weakest != nil }
    clutteredCount = chosen.count(where: \.rating.isCluttered)
    self.shapes = shapes
    unevenness = Int(8 * LightingComparison.unevenness(of: chosen.compactMap(\.lighting)))
    total = PictureMeasurement.rounded(chosen.reduce(0) { $0 + $1.rating.total })
  }

  static func < (one: Merit, other: Merit) -> Bool {
    if one.hasFront != other.hasFront { return other.hasFront }
    if one.views != other.views { return one.views < other.views }
    if one.viewBits != other.viewBits { return one.viewBits < other.viewBits }
    if one.count != other.count { return one.count < other.count }
    if one.soundness != other.soundness { return one.soundness < other.soundness }
    if one.weakCount != other.weakCount { return one.weakCount > other.weakCount }
    if one.clutteredCount != other.clutteredCount {
      return one.clutteredCount > other.clutteredCount
    }
    if one.shapes != other.shapes { return one.shapes < other.shapes }
    if one.unevenness != other.unevenness { return one.unevenness > other.unevenness }
    if one.unreadyCount != other.unreadyCount { return one.unreadyCount > other.unreadyCount }
    return one.total < other.total
  }
}
