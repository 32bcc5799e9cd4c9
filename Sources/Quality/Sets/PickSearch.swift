internal import Model

/// Looks for the best few of many candidates: all sets of them where they are few, else by adding the
/// best next one and then exchanging.
///
/// Candidates are known by their places in an order of their own, so that what is found does not
/// depend on the order they were given in.
struct PickSearch {
  /// Up to so many all sets are looked at.
  private static let exhaustiveCount = 16

  private let candidates: [Candidate]
  private let wanted: Int

  struct Candidate {
    let standing: Standing
    let lighting: LightShift?
    /// The place of the view in the list of wanted ones, by its role.
    let view: Int?
    /// Whether the target accepts it as it is.
    var isReady = true
    /// Those that show the same.
    var rivals: Set<Int> = []
  }

  init(_ candidates: [Candidate], wanted: Int) {
    self.candidates = candidates
    self.wanted = min(wanted, candidates.count)
  }

  /// The places of the best ones, ascending.
  var best: [Int] {
    guard wanted > 0 else { return [] }
    return candidates.count <= Self.exhaustiveCount ? bestOfAll : improved(grown)
  }

  // MARK: All

  /// The best of all sets of pictures that show different things, up to what is wanted.
  private var bestOfAll: [Int] {
    let rivals = candidates.map { $0.rivals.reduce(UInt32(0)) { $0 | 1 << UInt32($1) } }
    var best: (merit: Merit, places: [Int])?
    for set in UInt32(1)..<(1 << UInt32(candidates.count)) {
      guard set.nonzeroBitCount <= wanted else { continue }
      let places = candidates.indices.filter { set & 1 << UInt32($0) != 0 }
      guard places.allSatisfy({ rivals[$0] & set == 0 }) else { continue }
      let merit = Merit(of: places.map { candidates[$0] })
      if best.map({ Self.is(merit, places, above: $0) }) ?? true { best = (merit, places) }
    }
    return best?.places ?? []
  }

  private static func `is`(
    _ merit: Merit, _ places: [Int], above best: (merit: Merit, places: [Int])
  ) -> Bool {
    if best.merit < merit { return true }
    return merit == best.merit && places.lexicographicallyPrecedes(best.places)
  }

  // MARK: Many

  /// One by one, each time the one that makes the best set.
  private var grown: [Int] {
    var chosen: [Int] = []
    while chosen.count < wanted {
      let next = free(beside: chosen)
        .map { (place: $0, merit: merit(chosen + [$0])) }
        .max { ($0.merit, $1.place) < ($1.merit, $0.place) }
      guard let next else { break }
      chosen.append(next.place)
    }
    return chosen.sorted()
  }

  /// After every exchange of one for another that makes the set better.
  private func improved(_ start: [Int]) -> [Int] {
    var chosen = start
    var merit = merit(chosen)
    var isBetter = true
    while isBetter {
      isBetter = false
      for place in chosen.indices {
        for other in free(beside: chosen.without(place)) where !chosen.contains(other) {
          var next = chosen
          next[place] = other
          let nextMerit = self.merit(next)
          if merit < nextMerit { (chosen, merit, isBetter) = (next, nextMerit, true) }
        }
      }
      chosen.sort()
    }
    return chosen
  }

  private func free(beside chosen: [Int]) -> [Int] {
    candidates.indices.filter { place in
      !chosen.contains(place) && candidates[place].rivals.isDisjoint(with: chosen)
    }
  }

  private func merit(_ places: [Int]) -> Merit { Merit(of: places.map { candidates[$0] }) }
}

/// What sets are compared by, the weightiest first. Numbers go in steps, so that what nobody sees does
/// not decide before what follows.
struct Merit: Comparable {
  /// Whether there is a front: nothing outweighs the only one.
  let hasFront: Bool
  /// How many of the wanted views are covered, and which, the most valuable as the highest bit.
  let views: Int
  let valuable: UInt32
  let count: Int
  /// That of the weakest picture, in tenths.
  let soundness: Int
  /// How far the light of the one that differs most lies from the others, in eighths of the limit;
  /// less is better.
  let unevenness: Int
  /// How many of them have to be prepared first; fewer is better.
  let unready: Int
  let total: Double

  init(of chosen: [PickSearch.Candidate]) {
    let bits = chosen.reduce(UInt32(0)) { bits, candidate in
      candidate.view.map { bits | 1 << UInt32(31 - $0) } ?? bits
    }
    hasFront = bits & 1 << 31 != 0
    views = bits.nonzeroBitCount
    valuable = bits
    count = chosen.count
    unready = chosen.count { !$0.isReady }
    soundness = Int(10 * (chosen.map(\.standing.soundness).min() ?? 0))
    unevenness = Int(8 * LightingComparison.unevenness(of: chosen.compactMap(\.lighting)))
    total = PictureMeasuring.rounded(chosen.reduce(0) { $0 + $1.standing.total })
  }

  static func < (one: Merit, other: Merit) -> Bool {
    if one.hasFront != other.hasFront { return other.hasFront }
    if one.views != other.views { return one.views < other.views }
    if one.valuable != other.valuable { return one.valuable < other.valuable }
    if one.count != other.count { return one.count < other.count }
    if one.soundness != other.soundness { return one.soundness < other.soundness }
    if one.unevenness != other.unevenness { return one.unevenness > other.unevenness }
    if one.unready != other.unready { return one.unready > other.unready }
    return one.total < other.total
  }
}
