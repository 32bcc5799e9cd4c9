internal import Decoding
internal import Model

/// Decodes the full-size pixels of a PNG, or of an animation's default image.
struct PNGPixels: PixelSource {
  /// The layout of the decoded rows.
  let layout: PixelLayout
  private let file: PNGFile
  /// The conversion of its rows.
  private let conversion: Conversion

  /// The way in which a row of the file becomes a row of whole values.
  fileprivate enum Conversion {
    /// The values are whole already.
    case none
    /// Pixels of up to 8 bits are indices into this table of colours.
    case table([UInt8])
    /// Pixels with exactly these bytes are transparent.
    case key([UInt8])
  }

  /// Reads the header, or returns `nil` if the chunks are unusable.
  init?(_ bytes: [UInt8]) {
    guard let file = try? PNGFile(bytes), !file.chunks.tooMany,
      !file.firstRun(of: "IDAT").isEmpty, file.header.inflatedCount != nil
    else { return nil }
    let header = file.header
    let transparency = file.chunks.first("tRNS").flatMap(file.view)?.copied ?? []
    var hasAlpha = header.colorType.hasAlpha
    switch header.colorType {
    case .palette:
      guard let palette = file.chunks.first("PLTE").flatMap(file.view) else { return nil }
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

  /// Returns the colours of a palette, with their alpha if `transparency` is not `nil`.
  private static func table(_ palette: ByteView, _ transparency: [UInt8]?) -> [UInt8] {
    (0..<256).flatMap { entry -> [UInt8] in
      let color = PNGReduction.color(entry, of: palette).map { [$0.red, $0.green, $0.blue] }
      guard let transparency else { return color ?? [0, 0, 0] }
      return (color ?? [0, 0, 0]) + [entry < transparency.count ? transparency[entry] : 255]
    }
  }

  /// Returns a table for greys of fewer than 8 bits, spread over 0 to 255.
  ///
  /// It has alpha if `transparency`, the 16-bit grey that is transparent, is not `nil`.
  private static func table(greys depth: Int, _ transparency: [UInt8]?) -> [UInt8] {
    let maximum = (1 << depth) - 1
    return (0..<256).flatMap { entry -> [UInt8] in
      let grey = UInt8(min(entry, maximum) * 255 / maximum)
      guard let transparency else { return [grey] }
      return [grey, entry == Int(transparency[1]) & maximum ? 0 : 255]
    }
  }

  /// The memory for all rows of an interlaced picture, whose rows arrive out of order, or 0.
  private var heldMemory: Int {
    file.header.isInterlaced ? layout.rowBytes * layout.size.height : 0
  }

  /// The memory for everything but inflating the data.
  private var rowMemory: Int {
    heldMemory + PixelRowBatch.memory(for: layout) + 2 * layout.rowBytes
  }

  var memory: Int { file.inflatingMemory + rowMemory }
  var minimumMemory: Int { min(memory, file.leastInflatingMemory + rowMemory) }

  /// Decodes all rows and passes them to `sink`.
  func read(within memoryLimit: Int, into sink: any PixelSink) -> PixelOutcome {
    guard let converter = RowConverter(file.header, layout, conversion, sink) else {
      return .outOfMemory
    }
    var rows = PNGRows(file.header, alpha: .none, taker: converter)
    let result = file.inflate(
      file.firstRun(of: "IDAT").map { file.bytes[$0.data] }, file.header,
      within: memoryLimit - rowMemory, into: &rows)
    switch result.outcome {
    case .exact where rows.badFilter == nil, .tooMany(.some) where rows.badFilter == nil:
      converter.end()
      return .complete
    case .noMemory: return .outOfMemory
    case .tooFew, .tooMany: return .failed("its number of rows differs from its header")
    case .exact, .damaged: return .failed("its compressed data are damaged")
    }
  }

  /// Converts the rows of the file and passes them on.
  private final class RowConverter: PNGRowTaker {
    private let header: PNGHeader
    private let layout: PixelLayout
    private let conversion: Conversion
    /// The rows that are passed on next.
    private var pieces: PixelRowBatch
    /// All rows of an interlaced picture, or `nil` for other pictures.
    private let held: RowBuffer?
    /// The row that was converted last.
    private var pixels: [UInt8] = []

    /// Prepares the conversion, or returns `nil` if there is no memory for an interlaced
    /// picture.
    init?(
      _ header: PNGHeader, _ layout: PixelLayout, _ conversion: Conversion, _ sink: any PixelSink
    ) {
      self.header = header
      self.layout = layout
      self.conversion = conversion
      pieces = PixelRowBatch(layout, sink)
      held =
        header.isInterlaced
        ? RowBuffer(
          width: layout.size.width, rows: layout.size.height,
          channels: layout.rowBytes / layout.size.width) : nil
      if header.isInterlaced, held == nil { return nil }
    }

    /// Converts one row of a pass.
    func add(_ bytes: [UInt8], _ pass: PNGHeader.Pass, _ row: Int) {
      if case .none = conversion, header.depth == 8 {
        put(bytes, pass, row)
      } else {
        convert(bytes, width: pass.width)
        put(pixels, pass, row)
      }
    }

    /// Passes a row on, or stores it if the picture is interlaced.
    private func put(_ pixels: [UInt8], _ pass: PNGHeader.Pass, _ row: Int) {
      guard let held else {
        pieces.add(pixels)
        return
      }
      held.put(
        pixels, row: pass.first.row + row * pass.step.down, first: pass.first.column,
        step: pass.step.across)
    }

    /// Converts the bytes of a row into `pixels`.
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
      if header.depth == 16 { FullRow.makeNativeEndian(&pixels) }
    }

    /// Passes on the rows that are left: all of them if the picture is interlaced.
    func end() {
      for row in 0..<(held == nil ? 0 : header.height) { pieces.add(held?[row] ?? []) }
      pieces.flush()
    }
  }
}
