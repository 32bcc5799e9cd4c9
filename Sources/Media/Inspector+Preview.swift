internal import Decoding
package import Model

extension Inspector {
  /// Returns a small version of a proven picture, for showing it within a box.
  ///
  /// The picture is upright and no smaller than it can appear in the box. A JPEG is decoded
  /// at the smallest of its scales that is large enough.
  package func preview(
    _ file: LoadedFile, within box: PixelSize
  ) async throws(CancellationError) -> AnalysisPicture? {
    if Sniffer.format(of: ByteView(file.bytes)) == .jpeg,
      let jpeg = JPEGPreview(file.bytes, within: box), jpeg.memory <= file.memory ?? budget.total
    {
      let picture = await budget.reserving(file.memory == nil ? jpeg.memory : 0) {
        jpeg.picture()
      }
      if let picture { return picture }
    }
    let source = Source.bytes(file.bytes, name: .unnamed, memory: file.memory)
    return try await inspect(source, depth: .picture).picture
  }
}

/// A JPEG that is decoded at a number of eighths of its size.
private struct JPEGPreview: Sendable {
  private let bytes: [UInt8]
  private let header: JPEGHeader
  private let facts: ImageFacts
  private let eighths: Int
  private let layout: PixelLayout
  /// The memory that decoding takes, in bytes.
  let memory: Int

  /// Prepares a reduced decoding.
  ///
  /// The result is `nil` if the encoding is rare, or if the result would have to be reduced a
  /// second time.
  init?(_ bytes: [UInt8], within box: PixelSize) {
    let header = JPEGHeader(ByteView(bytes))
    guard let facts = header.facts, facts.coding.rare == nil,
      let full = JPEGPixels(bytes), full.layout.size.pixelCount <= Inspector.pixelLimit
    else { return nil }
    let size = full.layout.size
    let upright = size.upright(facts.orientation)
    func isEnough(_ eighths: Int) -> Bool {
      let scaled = upright.scaled(eighths)
      return scaled.width >= min(box.width, upright.width)
        || scaled.height >= min(box.height, upright.height)
    }
    // Other scales are slower than decoding the full size.
    guard let eighths = [1, 2, 4].first(where: isEnough) else { return nil }
    layout = PixelLayout(size: size.scaled(eighths), colors: full.layout.colors)
    guard AnalysisPicture.size(of: layout.size) == layout.size else { return nil }
    self.bytes = bytes
    self.header = header
    self.facts = facts
    self.eighths = eighths
    memory = full.memory + 2 * layout.byteCount
  }

  /// Decodes the picture, or returns `nil` if that fails.
  func picture() -> AnalysisPicture? {
    let sink = BufferedPixels(byteLimit: layout.byteCount)
    guard sink.begin(layout) else { return nil }
    let outcome = JPEGRows.decode(
      bytes, of: facts.codedSize, eighths: eighths, as: layout, memoryLimit: memory, into: sink)
    guard outcome == .complete,
      let small = SmallPicture(
        codedSize: layout.size, colors: layout.colors, pixels: sink.values, statistics: nil)
    else { return nil }
    return try? AnalysisPicture(small, profile: header.profileBytes, facts)
  }
}

extension PixelSize {
  /// Returns the size at a number of eighths, rounded up as libjpeg does.
  fileprivate func scaled(_ eighths: Int) -> PixelSize {
    PixelSize(width: (width * eighths + 7) / 8, height: (height * eighths + 7) / 8)
  }
}
