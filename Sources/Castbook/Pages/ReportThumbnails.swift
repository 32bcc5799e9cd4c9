internal import Drawing
internal import Media
internal import Preparing

/// Thumbnails of the files in a report, by the paths that the check uses.
public struct ReportThumbnails: Sendable {
  /// More thumbnails would make the page too large for a ticket.
  static let maximumCount = 300
  private static let side = 160

  private(set) var pictures: [FilePath: [UInt8]] = [:]

  /// No thumbnails.
  public init() {}

  /// Reads the checked pictures again and scales them down.
  public init(
    of files: [CheckedFile], in list: FileList, workers: Int, decoder: FilePath? = nil
  ) async throws {
    let shown = files.filter { $0.facts.image != nil }.prefix(Self.maximumCount).map(\.facts.path)
    let inspector = Inspector(budget: MemoryBudget(workers: workers), decoder: decoder)
    let box = PixelSize(width: Self.side, height: Self.side)
    let places = shown.map(list.place)
    var made: [[UInt8]?] = []
    try await InOrder(workers: workers).run(places) { place -> [UInt8]? in
      let found = await inspector.holding(place) { await inspector.preview($0, within: box) }
      return (try? found.get()).flatMap { $0 }.flatMap(Self.jpeg)
    } each: {
      made.append($0)
    }
    for (path, bytes) in zip(shown, made) { pictures[path] = bytes }
  }

  private static func jpeg(_ picture: AnalysisPicture) -> [UInt8]? {
    let small = Bitmap(picture).fitted(width: side, height: side)
    guard let held = HeldPicture(size: small.size, channels: 3, values: small.rgb) else {
      return nil
    }
    return try? JPEGWriter.bytes(of: held, settings: .init(quality: 7500, sampling: .half))
  }
}
