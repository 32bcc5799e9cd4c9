internal import Model

/// The files that are related to erased ones by derivations, and which of them stay.
///
/// A file that a record holds stays, and so do files made from it. All other files made from an
/// erased file are removed. So are its originals, such as the sheet from which a view was cut,
/// unless a file that stays was made from them.
struct DerivedFamily {
  /// The files that erased records name.
  private let candidates: Set<Digest>
  /// All files found so far.
  private var members: Set<Digest>
  /// The members that a record holds.
  private var held: Set<Digest> = []
  /// The members made from each member.
  private var results: [Digest: Set<Digest>] = [:]
  /// The members whose relatives haven't been looked up yet; `nil` before the first step.
  private var frontier: Set<Digest>?

  /// Creates a family from the files that erased records name.
  init(of candidates: Set<Digest>) {
    self.candidates = candidates
    members = candidates
  }

  /// Adds the relatives of the most recently added members, except those of held ones.
  ///
  /// Returns the added members; the first call returns the candidates. The caller passes the held
  /// ones to `keep(_:)`.
  mutating func expand(in source: some RecordSource) throws -> Set<Digest> {
    guard let last = frontier else {
      frontier = candidates
      return candidates
    }
    var new: Set<Digest> = []
    for (file, made) in try source.results(of: last) {
      results[file, default: []].formUnion(made)
      new.formUnion(made)
    }
    for (file, origins) in try source.sources(of: last) {
      for origin in origins { results[origin, default: []].insert(file) }
      new.formUnion(origins)
    }
    new.subtract(members)
    members.formUnion(new)
    frontier = new
    return new
  }

  /// Marks members as held by a record.
  mutating func keep(_ held: Set<Digest>) {
    self.held.formUnion(held)
    frontier?.subtract(held)
  }

  /// The members that are removed.
  var removed: Set<Digest> {
    let free = members.subtracting(held)
    let kept = closure(of: held, within: free)
    let descendants = closure(of: candidates.intersection(free), within: free)
    // The rest are originals, and other files made from them.
    let others = free.subtracting(kept).subtracting(descendants).subtracting(candidates)
    return free.subtracting(kept).subtracting(keptOriginals(among: others, kept.union(held)))
  }

  /// Returns the members within a set that were made from some files, directly or indirectly.
  private func closure(of files: Set<Digest>, within set: Set<Digest>) -> Set<Digest> {
    var found: Set<Digest> = []
    var pending = Array(files)
    while let file = pending.popLast() {
      for made in results[file] ?? [] where set.contains(made) && found.insert(made).inserted {
        pending.append(made)
      }
    }
    return found
  }

  /// Returns the originals of files that stay, and the other files made from these originals.
  private func keptOriginals(among others: Set<Digest>, _ kept: Set<Digest>) -> Set<Digest> {
    var relatives: [Digest: Set<Digest>] = [:]
    for file in others {
      for made in results[file] ?? [] where others.contains(made) {
        relatives[file, default: []].insert(made)
        relatives[made, default: []].insert(file)
      }
    }
    var pending = others.filter { !(results[$0] ?? []).isDisjoint(with: kept) }
    var found = pending
    while let file = pending.popFirst() {
      for relative in relatives[file] ?? [] where found.insert(relative).inserted {
        pending.insert(relative)
      }
    }
    return found
  }
}
