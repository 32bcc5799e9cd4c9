/// A sheet of numbered pictures for a program that sees.
public struct LookSheet: Sendable {
  /// The sheet as one picture.
  public let picture: Preview
  /// The pictures on the sheet with their scores, in order. Each has a number.
  public let files: [ScoredFile]
  /// The number of pictures in the whole list.
  public let count: Int
  /// The number of the last picture on the sheet, if more follow.
  public let next: Int?
  /// The numbers of the best pictures of the whole list, in the order to send them; `nil` if they
  /// were not requested, or if the files can't be judged as one set.
  public let best: [Int]?
  /// The problems of files that are missing.
  public let missing: [String]
}

extension FileList {
  /// The list without the sounds and clips, which a sheet doesn't show. The suffix of a name
  /// decides.
  public var pictureCandidates: FileList {
    filter { file in file.namedMedium.map { $0 != .sound && $0 != .clip } ?? true }
  }
}

extension Look {
  /// Draws the pictures that follow a number, at most `limit`, on a sheet.
  ///
  /// - Parameters:
  ///   - files: The files, each with a number.
  ///   - number: The number of the last picture on the sheet before; `nil` for the first sheet.
  ///   - limit: The maximum number of pictures, up to `maximumCellCount`.
  ///   - best: The number of best pictures of the whole list to mark; `nil` for none.
  ///   - progress: Called with the number of files measured so far, and of all.
  /// - Throws: `FileVerbError.invalidRequest` if there is no picture to draw.
  public func sheet(
    of files: FileList, after number: Int? = nil, limit: Int = defaultCellCount,
    best: Int? = nil, progress: (_ done: Int, _ all: Int) -> Void = { _, _ in }
  ) async throws -> LookSheet {
    let candidates = files.pictureCandidates
    let rest = candidates.files.filter { ($0.number ?? 0) > number ?? 0 }
    let drawn = rest.prefix(min(max(1, limit), Self.maximumCellCount))
    let total = drawn.count + (best == nil ? 0 : candidates.files.count)
    var done = 0
    func note() {
      done += 1
      progress(done, total)
    }
    let picked = try await pick(best, of: candidates) { note() }
    let paths = Set(drawn.map(\.path))
    var style = Score.SheetStyle()
    style.isBrief = true
    style.columns = Self.columns(for: drawn.count)
    style.chosen = picked.map { Set($0.map(\.facts.path)) }
    var shown: [ScoredFile] = []
    let sheet = try await scoring.sheet(of: candidates.filter { paths.contains($0.path) }, style) {
      if $0.isPicture, !$0.isMissing { shown.append($0) }
      note()
    }
    guard sheet.pictureCount > 0, let picture = sheet.preview(0, within: Self.bound) else {
      throw FileVerbError.invalidRequest(
        sheet.missing.first ?? Self.emptyWords(files, number),
        fix: "name pictures, or a folder of them")
    }
    return LookSheet(
      picture: picture, files: shown, count: candidates.files.count,
      next: rest.count > drawn.count ? drawn.last?.number : nil,
      best: picked?.compactMap(\.number), missing: sheet.missing)
  }

  private var scoring: Score {
    var score = Score()
    score.decoder = decoder
    score.keeper = keeper
    return score
  }

  /// Returns the best pictures; `nil` if none are requested or the files can't be judged as one
  /// set.
  private func pick(
    _ best: Int?, of files: FileList, each: () -> Void
  ) async throws -> [ScoredFile]? {
    guard let best else { return nil }
    var members: [ScoredFile] = []
    let (_, pick) = try await scoring.pick(best: best, of: files) { file in
      if file.isPicture, !file.facts.isElsewhere { members.append(file) }
      each()
    }
    return pick?.chosen.map { members[$0.member] }
  }

  /// The number of columns with which a sheet is about as wide as high.
  private static func columns(for count: Int) -> Int {
    (1...5).first { $0 * $0 >= count } ?? 5
  }

  private static func emptyWords(_ files: FileList, _ number: Int?) -> String {
    if let number, !files.files.isEmpty { return "no picture follows number \(number)" }
    return "no picture to show"
      + (files.files.isEmpty ? "" : ", only \(Quantity.count(files.files.count, "other file"))")
  }
}
