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
