internal import Drawing
internal import Media
internal import Preparing

/// Thumbnails of the files in a report, by the paths that the check uses.
public struct ReportThumbnails: Sendable {
  /// The maximum number of thumbnails; more would make the page too large for a ticket.
  static let maximumCount = 300
  /// The maximum length of the longer side in pixels; a page shows a thumbnail at up to 96 CSS
  /// pixels.
  private static let side = 160

  /// The JPEG files by path.
  private(set) var pictures: [FilePath: [UInt8]] = [:]

  /// Creates an empty collection.
  public init() {}

  /// Reads the checked pictures again and scales them down. A picture that can't be read has none.
  ///
  /// - Parameters:
  ///   - files: The checked files, in the order of `list`.
  ///   - list: The list that was checked, which knows where each file is.
  ///   - workers: The number of pictures that are read concurrently.
  ///   - decoder: The path of `castbook-media`; `nil` if it is beside the running program.
  public init(
    of files: [CheckedFile], in list: FileList, workers: Int, decoder: FilePath? = nil
  ) async throws {
    let shown = zip(files, list.files).filter { $0.0.facts.image != nil }.prefix(Self.maximumCount)
      .map(\.1)
    let inspector = Inspector(budget: MemoryBudget(workers: workers), decoder: decoder)
    let box = PixelSize(width: Self.side, height: Self.side)
    var made: [[UInt8]?] = []
    try await InOrder(workers: workers).run(shown) { file -> [UInt8]? in
      let picture = try? await inspector.withFile(file.location) {
        try await inspector.preview($0, within: box)
      }
      return picture.flatMap {
        Bitmap($0).fitted(width: Self.side, height: Self.side).jpeg(quality: 7500)
      }
    } each: {
      made.append($0)
    }
    for (file, bytes) in zip(shown, made) { pictures[file.path] = bytes }
  }
}
