internal import Media

/// What agents call `look`: shows a file as a picture of at most a megapixel, or several as
/// numbered pictures on a sheet of that size, for a program that sees.
///
/// ```swift
/// let look = Look()
/// let picture = try await look.picture(of: ListedFile(path))
/// let sheet = try await look.sheet(of: FileList([folder]).numbered, best: 4)
/// ```
public struct Look: Sendable {
  /// The maximum number of pixels of a picture.
  public static let maximumPixelCount = 1_000_000
  /// The default number of pictures on a sheet: each is large enough to compare faces.
  public static let defaultCellCount = 12
  /// The maximum number of pictures on a sheet: more could not be recognized.
  public static let maximumCellCount = 20

  static let bound = Preview.Bound.pixelCount(maximumPixelCount)

  /// The path of `castbook-media`; `nil` if it is next to the running program.
  public var decoder: FilePath?
  /// The keeper of measures, so that pictures are measured only once; `nil` to measure every
  /// picture.
  package var keeper: (any MeasureKeeper)?

  public init() {}

  /// Returns a picture, or the best frame of a clip.
  ///
  /// - Throws: `FileVerbError.invalidRequest` if there is nothing to see, with the reason.
  public func picture(of file: ListedFile) async throws -> Preview {
    let inspector = Inspector(decoder: decoder)
    if let preview = await PreviewMaker(inspector).preview(of: file, within: Self.bound) {
      return preview
    }
    try Task.checkCancellation()
    let facts = try await inspector.facts(of: file)
    if facts.format?.medium == .sound {
      throw FileVerbError.invalidRequest(
        "\(file.path) is a sound: it can be heard, not shown", fix: "name a picture or a clip")
    }
    let finding = FileRules.findings(for: facts, isNamed: file.isNamed).worstFirst.first
    throw FileVerbError.invalidRequest(
      "\(file.path): \(finding?.message ?? "it has nothing that can be shown")",
      fix: finding?.fix ?? "name a picture or a clip")
  }
}
