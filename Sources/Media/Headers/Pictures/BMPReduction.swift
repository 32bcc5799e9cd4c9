internal import Decoding
internal import Model

/// Makes a bitmap small: rows as they stand in the file, or runs.
struct BMPReduction {
  private let header: BMPHeader
  private let file: ByteView
  /// The colours of each entry of the palette, where there is one, and their lumas.
  private let colorTable: [UInt8]
  private let table: [UInt8]
  /// Where red, green and blue stand in a pixel of 16 or 32 bits.
  private let masks: [Int]
  /// Where alpha stands, when it is to be followed.
  private let alphaMask: Int?

  private(set) var plane: LumaPlane?
  /// The picture as it is measured.
  private(set) var small: SmallPicture?

  /// `hasAlpha` when some pixel is see-through and others are not.
  init(_ header: BMPHeader, _ file: ByteView, hasAlpha: Bool, _ wishes: Wishes) {
    self.header = header
    self.file = file
    alphaMask = hasAlpha ? header.alphaMask : nil
    let entryBytes = header.length == 12 ? 3 : 4
    let count = header.depth <= 8 ? 1 << header.depth : 0
    let colors = (0..<count).map { entry -> [UInt8] in
      let place = 14 + header.length + entry * entryBytes
      guard let blue = file[place], let green = file[place + 1], let red = file[place + 2] else {
        return [0, 0, 0]
      }
      return [red, green, blue]
    }
    table = colors.map { Luma.of($0[0], $0[1], $0[2]) }
    colorTable = colors.joined() + [UInt8](repeating: 0, count: 3 * (256 - min(256, count)))
    let usual = header.depth == 16 ? [0x7C00, 0x03E0, 0x001F] : [0xFF0000, 0xFF00, 0xFF]
    masks =
      header.compression == .masks
      ? (0..<3).map { file.u32(54 + 4 * $0, .little) ?? 0 } : usual
    reduce(as: wishes)
  }

  /// The memory that it takes to make a picture small as it is measured; with runs, it is kept where each
  /// row begins.
  static func memory(for header: BMPHeader) -> Int {
    let places = header.compression == .runs ? 24 * header.size.height : 0
    return Raster.memory(for: header.size, channels: 3) + 12 * header.size.width + places
  }

  private mutating func reduce(as wishes: Wishes) {
    let reduction = PictureReduction(header.size, .rgb, wishes)
    guard reduction.takesRows, let start = header.pixelStart else { return }
    switch header.compression {
    case .runs: addRuns(from: start, to: reduction)
    case .none, .masks: addRows(from: start, to: reduction)
    case .other: return
    }
    plane = reduction.plane
    small = reduction.small
  }

  /// Adds the rows from the top, which is the last of most files.
  private func addRows(from start: Int, to reduction: PictureReduction) {
    let (width, height) = (header.size.width, header.size.height)
    let rowLength = (width * header.depth + 31) / 32 * 4
    let used = (width * header.depth + 7) / 8
    var rgb = [UInt8](repeating: 0, count: 3 * width)
    var lumas = [UInt8](repeating: 0, count: width)
    for row in 0..<height {
      let stored = header.isTopDown ? row : height - 1 - row
      guard let bytes = file.part(start + stored * rowLength, used)?.copied else { return }
      if header.depth > 8 {
        readColors(bytes, into: &rgb)
      } else {
        ColorRow.lookUp(entries(bytes), in: colorTable, into: &rgb)
      }
      for pixel in 0..<width {
        lumas[pixel] = Luma.of(rgb[3 * pixel], rgb[3 * pixel + 1], rgb[3 * pixel + 2])
      }
      if let alphaMask {
        let alphas = (0..<width).map { Self.value(pixel($0, bytes), alphaMask) }
        Luma.layOverWhite(&lumas, alphas: alphas)
        ColorRow.layOverWhite(&rgb, alphas: alphas)
      }
      reduction.add(lumas, row: row) { rgb }
    }
  }

  /// The entries of the palette that a row names.
  private func entries(_ row: [UInt8]) -> [UInt8] {
    let depth = header.depth
    let most = UInt8((1 << depth) - 1)
    return (0..<header.size.width).map { column in
      let bit = column * depth
      return row[bit / 8] >> UInt8(8 - depth - bit % 8) & most
    }
  }

  private func readColors(_ row: [UInt8], into rgb: inout [UInt8]) {
    for column in 0..<header.size.width {
      let place = 3 * column
      if header.depth == 24 {
        rgb[place] = row[place + 2]
        rgb[place + 1] = row[place + 1]
        rgb[place + 2] = row[place]
      } else {
        let pixel = pixel(column, row)
        for channel in 0..<3 { rgb[place + channel] = Self.value(pixel, masks[channel]) }
      }
    }
  }

  /// The number that a pixel of 16 or 32 bits is.
  private func pixel(_ column: Int, _ row: [UInt8]) -> Int {
    let bytes = header.depth / 8
    return (0..<bytes).reduce(0) { $0 | Int(row[bytes * column + $1]) << (8 * $1) }
  }

  /// The bits of a pixel under a mask, spread over 0 to 255.
  private static func value(_ pixel: Int, _ mask: Int) -> UInt8 {
    guard mask > 0 else { return 0 }
    let shift = mask.trailingZeroBitCount
    return UInt8(clamping: (pixel & mask) >> shift * 255 / (mask >> shift))
  }

  /// Follows the runs, which begin at the bottom; pixels that none of them names are of the first colour.
  /// Where each row begins is kept, nothing for one that is passed over: colours are read from the top.
  private func addRuns(from start: Int, to reduction: PictureReduction) {
    let height = header.size.height
    let blank = look(up: entries(of: []))
    var places: [BMPRuns.Place?] = []
    var runs = BMPRuns(file, start: start, isNarrow: header.depth == 4)
    while places.count < height {
      let place = runs.place
      guard let step = runs.next(width: header.size.width) else { break }
      let lumas = look(up: entries(of: step.runs))
      reduction.luma?.add(lumas, row: height - 1 - places.count)
      places.append(place)
      for _ in 0..<min(step.skipped, height - places.count) {
        reduction.luma?.add(blank, row: height - 1 - places.count)
        places.append(nil)
      }
    }
    while places.count < height {
      reduction.luma?.add(blank, row: height - 1 - places.count)
      places.append(nil)
    }
    guard let raster = reduction.raster else { return }
    var rgb = [UInt8](repeating: 0, count: 3 * header.size.width)
    for place in places.reversed() {
      if let place { runs.go(to: place) }
      let step = place == nil ? nil : runs.next(width: header.size.width)
      let entries = entries(of: step?.runs ?? [])
      ColorRow.lookUp(entries, in: colorTable, into: &rgb)
      raster.add(rgb, lumas: look(up: entries))
    }
  }

  private func look(up entries: [UInt8]) -> [UInt8] { entries.map { table[Int($0)] } }

  /// The entries of a row of runs.
  private func entries(of runs: [BMPRuns.Run]) -> [UInt8] {
    let width = header.size.width
    var entries = [UInt8](repeating: 0, count: width)
    for run in runs {
      for (place, entry) in run.entries.enumerated() where run.column + place < width {
        entries[run.column + place] = entry
      }
    }
    return entries
  }
}
