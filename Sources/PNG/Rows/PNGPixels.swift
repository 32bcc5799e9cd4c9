package import Decoding
internal import Model

/// The pixels of a PNG at full size; of an animation, those of its default image.
package struct PNGPixels: Sendable {
  package let layout: PixelLayout
  private let file: PNGFile
  private let conversion: Conversion

  /// How a row of the file becomes a row of whole values.
  fileprivate enum Conversion: Sendable {
    case none
    /// Pixels of 8 bits or fewer name colours.
    case table([UInt8])
    /// Pixels of exactly these bytes are see-through.
    case key([UInt8])
  }

  package init?(_ bytes: [UInt8]) {
    guard let file = try? PNGFile(bytes), !file.chunks.tooMany,
      !file.chunks.firstRun(of: "IDAT").isEmpty, file.header.inflatedCount != nil
    else { return nil }
    let header = file.header
    let transparency = Array(file.data(ofFirst: "tRNS") ?? [])
    var hasAlpha = header.colorType.hasAlpha
    switch header.colorType {
    case .palette:
      guard let palette = file.data(ofFirst: "PLTE") else { return nil }
      hasAlpha = transparency.contains { $0 < 255 }
      conversion = .table(Self.table(palette, hasAlpha ? transparency : nil))
    case .grey where header.depth < 8:
      hasAlpha = transparency.count == 2
      conversion = .table(Self.table(greys: header.depth, hasAlpha ? transparency : nil))
    default:
      let key = PNGReduction.key(header, transparency)
      hasAlpha = hasAlpha || key != nil
      conversion = key.map { .key($0) } ?? .none
    }
    self.file = file
    layout = PixelLayout(
      size: PixelSize(width: header.width, height: header.height),
      colors: header.colorType.isGrey ? .grey : .rgb, hasAlpha: hasAlpha,
      depth: max(8, header.depth))
  }

  /// The colours of each entry, and how little one sees through it where that is asked for.
  private static func table(_ palette: ArraySlice<UInt8>, _ transparency: [UInt8]?) -> [UInt8] {
    (0..<256).flatMap { entry -> [UInt8] in
      let color = PNGReduction.color(entry, of: palette).map { [$0.red, $0.green, $0.blue] }
      guard let transparency else { return color ?? [0, 0, 0] }
      return (color ?? [0, 0, 0]) + [entry < transparency.count ? transparency[entry] : 255]
    }
  }

  /// The same of greys of fewer than 8 bits, spread over 0 to 255.
  private static func table(greys depth: Int, _ transparency: [UInt8]?) -> [UInt8] {
    let most = (1 << depth) - 1
    return (0..<256).flatMap { entry -> [UInt8] in
      let grey = UInt8(min(entry, most) * 255 / most)
      guard let transparency else { return [grey] }
      return [grey, entry == Int(transparency[1]) & most ? 0 : 255]
    }
  }

  /// Of an interlaced picture every row, since they come out of their order.
  private var heldMemory: Int {
    file.header.isInterlaced ? layout.rowBytes * layout.size.height : 0
  }

  private var rowMemory: Int {
    heldMemory + RowPieces.memory(for: layout) + 2 * layout.rowBytes
  }

  package var memory: Int { file.inflatingMemory + rowMemory }
  package var leastMemory: Int { min(memory, file.minimumInflatingMemory + rowMemory) }

  package func read(within memoryLimit: Int, into sink: any PixelSink) -> PixelOutcome {
    guard let taker = Taker(file.header, layout, conversion, sink) else { return .noMemory }
    var rows = PNGRows(file.header, alpha: .none, sink: taker)
    let result = file.inflate(
      file.chunks.firstRun(of: "IDAT").map { file.bytes[$0.data] }, file.header,
      within: memoryLimit - rowMemory, into: &rows)
    switch result.outcome {
    case .exact where rows.badFilter == nil, .tooMany(.some) where rows.badFilter == nil:
      taker.end()
      return .whole
    case .noMemory: return .noMemory
    case .tooFew, .tooMany: return .failed("its number of rows differs from its header")
    case .exact, .damaged: return .failed("its compressed data are damaged")
    }
  }

  /// Takes the rows of the file, and hands on what becomes of them.
  private final class Taker: PNGRowSink {
    private let header: PNGHeader
    private let layout: PixelLayout
    private let conversion: Conversion
    private var pieces: RowPieces
    /// The rows of an interlaced picture.
    private let held: HeldRows?
    private var pixels: [UInt8] = []

    init?(
      _ header: PNGHeader, _ layout: PixelLayout, _ conversion: Conversion, _ sink: any PixelSink
    ) {
      self.header = header
      self.layout = layout
      self.conversion = conversion
      pieces = RowPieces(layout, sink)
      held =
        header.isInterlaced
        ? HeldRows(
          width: layout.size.width, rows: layout.size.height,
          channels: layout.rowBytes / layout.size.width) : nil
      if header.isInterlaced, held == nil { return nil }
    }

    func add(_ bytes: [UInt8], _ pass: PNGHeader.Pass, _ row: Int) {
      if case .none = conversion, header.depth == 8 {
        put(bytes, pass, row)
      } else {
        convert(bytes, width: pass.width)
        put(pixels, pass, row)
      }
    }

    private func put(_ pixels: [UInt8], _ pass: PNGHeader.Pass, _ row: Int) {
      guard let held else {
        pieces.add(pixels)
        return
      }
      held.put(
        pixels, row: pass.first.row + row * pass.step.down, first: pass.first.column,
        step: pass.step.across)
    }

    private func convert(_ bytes: [UInt8], width: Int) {
      let count = layout.rowBytes / layout.size.width * width
      if pixels.count != count { pixels = [UInt8](repeating: 0, count: count) }
      switch conversion {
      case .none: pixels = bytes
      case .table(let table):
        FullRow.lookUp(bytes, depth: header.depth, in: table, into: &pixels)
      case .key(let key):
        FullRow.addAlpha(to: bytes, where: key, alphaBytes: header.depth / 8, into: &pixels)
      }
      if header.depth == 16 { FullRow.order(&pixels) }
    }

    /// Hands over what is left.
    func end() {
      for row in 0..<(held == nil ? 0 : header.height) { pieces.add(held?[row] ?? []) }
      pieces.flush()
    }
  }
}
