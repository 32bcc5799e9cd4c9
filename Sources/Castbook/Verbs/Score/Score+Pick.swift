extension Score {
  /// The default number of pictures to pick. Providers' guides recommend about as many for one
  /// element.
  public static let defaultPickCount = 4

  /// The maximum number of pictures of one element that all targets accept; `nil` if no target
  /// states one.
  public var maximumPictures: Int? {
    targets.compactMap { target in
      target.slot(for: .picture).flatMap(target.rules).flatMap { effective in
        effective.rules.pictures?.value.maximum ?? effective.rules.perRequest?.value.maximum
      }
    }.min()
  }

  /// Scores files and picks the best of them for the targets.
  ///
  /// ```swift
  /// let (set, pick) = try await score.pick(best: 4, of: files)
  /// let numbers = pick?.chosen.compactMap { set.judged?.members[$0.member].number }
  /// ```
  ///
  /// - Parameters:
  ///   - wanted: The number of pictures; `nil` for the default, or fewer if a target accepts
  ///     fewer.
  ///   - files: The files to pick from, at most 200 pictures.
  ///   - each: Called with each scored file, in list order.
  /// - Returns: The set, and the pick of fewer pictures if fewer are good and different. The pick
  ///   is `nil` if the files can't be judged as one set.
  public func pick(
    best wanted: Int? = nil, of files: FileList, each: (ScoredFile) throws -> Void = { _ in }
  ) async throws -> (set: ScoredSet, pick: Pick?) {
    var scoring = self
    scoring.judgesLargeSets = true
    let set = try await scoring.run(files, each: each)
    let count = wanted ?? min(Self.defaultPickCount, maximumPictures ?? Self.defaultPickCount)
    return (set, set.judged?.pick(best: count))
  }
}

/// The verb `pick --save`: moves the picked pictures of an element to the front, in their order.
/// The others follow in theirs, and none is removed.
public struct SavePick: Sendable {
  /// The picked pictures.
  public var pick: Pick
  /// The set that they were picked from.
  public var set: JudgedSet
  /// The element.
  public var element: HandleReference

  /// Creates the verb for a pick of an element's pictures.
  public init(_ pick: Pick, of set: JudgedSet, in element: HandleReference) {
    (self.pick, self.set, self.element) = (pick, set, element)
  }

  /// Saves the order.
  ///
  /// - Throws: An error if the pick contains files outside the element, or if the element has
  ///   changed since it was scored.
  public func run(in library: ElementLibrary) async throws -> EditOutcome {
    let order = pick.chosen.compactMap { set.members[$0.member].number }
    guard order.count == pick.chosen.count, !order.isEmpty else {
      throw ElementLibraryError.invalidRequest(
        "only the pictures of an element can be reordered", fix: "castbook pick @HANDLE --save")
    }
    let found = try library.contents { try $0.latest(element) }
    let digests = found.revision.revision.references.map(\.blob)
    let isUnchanged = zip(order, pick.chosen).allSatisfy { number, choice in
      digests.indices.contains(number - 1)
        && digests[number - 1] == set.members[choice.member].digest
    }
    guard isUnchanged else {
      throw ElementLibraryError.invalidRequest(
        "\(found.handle) changed while its pictures were being scored", fix: "run the command again"
      )
    }
    var edit = ElementEdit()
    edit.order = order
    return try await Edit(element, edit, ifParent: found.revision.digest).run(in: library)
  }
}
