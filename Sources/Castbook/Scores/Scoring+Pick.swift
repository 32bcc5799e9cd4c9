extension Scoring {
  /// How many pictures are picked when nobody says: what the guides call a good set.
  public static let usualPick = 4

  /// The most pictures that all of the targets take of one element; nothing where none says.
  public var mostPictures: Int? {
    targets.compactMap { target in
      target.slot(for: .picture).flatMap(target.rules).flatMap { effective in
        effective.rules.pictures?.value.maximum ?? effective.rules.perRequest?.value.maximum
      }
    }.min()
  }

  /// Picks the best of files for the targets. Fewer where fewer are good and different.
  public func pick(
    best wanted: Int? = nil, of files: FileList, isCancelled: () -> Bool = { false },
    each: (ScoredFile) throws -> Void = { _ in }
  ) async throws -> (set: ScoredSet, pick: Pick?) {
    var scoring = self
    scoring.judgesMany = true
    let set = try await scoring.run(files, isCancelled: isCancelled, each: each)
    let count = wanted ?? min(Self.usualPick, mostPictures ?? Self.usualPick)
    return (set, set.judged?.pick(best: count))
  }
}

extension ElementLibrary {
  /// Puts the picked pictures of an element first, in their order; the others follow in theirs. Nothing is
  /// taken away. The pick must be of the element's files as they are now.
  public func save(
    _ pick: Pick, of set: JudgedSet, in reference: HandleReference
  ) async throws -> EditOutcome {
    let order = pick.taken.compactMap { set.members[$0.member].number }
    guard order.count == pick.taken.count, !order.isEmpty else {
      throw ElementLibraryError.wrong(
        "only the pictures of an element can be reordered", fix: "castbook pick @HANDLE --save")
    }
    let found = try contents { try $0.latest(reference) }
    let digests = found.revision.revision.references.map(\.blob)
    let isAsMeasured = zip(order, pick.taken).allSatisfy { number, taken in
      digests.indices.contains(number - 1)
        && digests[number - 1] == set.members[taken.member].digest
    }
    guard isAsMeasured else {
      throw ElementLibraryError.wrong(
        "\(found.handle) changed while its pictures were being scored", fix: "run the command again"
      )
    }
    var edit = ElementEdit()
    edit.order = order
    return try await self.edit(reference, edit, ifParent: found.revision.digest)
  }
}
