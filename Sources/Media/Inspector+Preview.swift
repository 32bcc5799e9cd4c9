internal import Decoding
package import Model

extension Inspector {
  /// A picture that was proven before, to be shown within a box: as it is seen, made small, though not smaller
  /// than it can stand there. A JPEG is decoded at no more of its size than that takes.
  package func preview(_ file: HeldFile, within box: PixelSize) async -> AnalysisPicture? {
    if Sniffer.format(of: ByteView(file.bytes)) == .jpeg,
      let jpeg = JPEGPreview(file.bytes, within: box), jpeg.memory <= file.memory ?? budget.total
    {
      let picture =
        if file.memory != nil { jpeg.picture() } else {
          await budget.reserving(jpeg.memory) { jpeg.picture() }
        }
      if let picture { return picture }
    }
    return await look(into: file.bytes, .nameless, memory: file.memory, .picture).picture
  }
}

/// A JPEG that is decoded at eighths of its size.
private struct JPEGPreview: Sendable {
  private let bytes: [UInt8]
  private let header: JPEGHeader
  private let facts: ImageFacts
  private let eighths: Int
  private let layout: PixelLayout
  let memory: Int

  /// Nothing where its coding is rare, or where it would be made small another time.
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
    // The others are slower than decoding all of it.
    guard let eighths = [1, 2, 4].first(where: isEnough) else { return nil }
    layout = PixelLayout(size: size.scaled(eighths), colors: full.layout.colors)
    guard AnalysisPicture.size(of: layout.size) == layout.size else { return nil }
    self.bytes = bytes
    self.header = header
    self.facts = facts
    self.eighths = eighths
    memory = full.memory + 2 * layout.byteCount
  }

  func picture() -> AnalysisPicture? {
    let sink = HeldPixels(byteLimit: layout.byteCount)
    guard sink.begin(layout) else { return nil }
    let outcome = JPEGRows.decode(
      bytes, of: facts.codedSize, eighths: eighths, as: layout, memoryLimit: memory, into: sink)
    guard outcome == .whole,
      let small = SmallPicture(
        codedSize: layout.size, colors: layout.colors, pixels: sink.values, statistics: nil)
    else { return nil }
    return AnalysisPicture(small, profile: header.profileBytes, facts)
  }
}

extension PixelSize {
  /// As libjpeg has it: rounded up.
  fileprivate func scaled(_ eighths: Int) -> PixelSize {
    PixelSize(width: (width * eighths + 7) / 8, height: (height * eighths + 7) / 8)
  }
}
