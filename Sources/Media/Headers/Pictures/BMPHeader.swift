internal import Model

/// The headers of a bitmap, of OS/2 and of all Windows versions.
struct BMPHeader {
  let size: PixelSize
  /// Whether the first row is the topmost; it is the lowest otherwise.
  let isTopDown: Bool
  let depth: Int
  let compression: Compression
  /// The number of the coding.
  private let code: Int
  /// The length of the second header, which tells its version.
  let length: Int
  private let file: ByteView

  enum Compression {
    case none
    /// Runs of pixels, whose length only decoding tells.
    case runs
    /// Pixels as `none` has them, with masks that say where each colour is.
    case masks
    /// A whole JPEG or PNG, or what nobody writes.
    case other
  }

  /// Header lengths that were ever written: 12 and 16 to 64 are OS/2's, 40 and more Windows's.
  static func isLength(_ length: Int) -> Bool {
    length == 12 || (16...64).contains(length) && length.isMultiple(of: 2) || length == 108
      || length == 124
  }

  static func facts(of file: ByteView) -> HeaderFacts {
    guard let length = file.u32(14, .little), file.count >= 14 + length else {
      return .hopeless(.truncated(what: "the file ends inside its header"))
    }
    guard let header = BMPHeader(file, length) else {
      return .withoutSize
    }
    guard header.isPossible else {
      return .hopeless(
        .corrupt(
          what: "a bitmap with encoding \(header.code) can't have \(header.depth) bits per pixel"))
    }
    return HeaderFacts(image: header.image, problems: header.cut.map { [$0] } ?? [])
  }

  init?(_ file: ByteView) {
    guard let length = file.u32(14, .little), file.count >= 14 + length else { return nil }
    self.init(file, length)
  }

  private init?(_ file: ByteView, _ length: Int) {
    self.file = file
    self.length = length
    let isOld = length == 12
    // Rows from top to bottom are told by a negative height.
    let width = isOld ? file.u16(18, .little) : file.i32(18, .little)
    let stated = isOld ? file.u16(20, .little) : file.i32(22, .little)
    isTopDown = (stated ?? 0) < 0
    let height = stated.map(abs)
    guard let size = PixelSize(stated: width, height),
      let depth = file.u16(isOld ? 24 : 28, .little)
    else { return nil }
    self.size = size
    self.depth = depth
    code = isOld || length == 16 ? 0 : file.u32(30, .little) ?? 0
    compression =
      switch code {
      case 0: .none
      case 1, 2: .runs
      case 3 where Self.windowsLengths.contains(length): .masks
      case 6 where Self.windowsLengths.contains(length): .masks
      default: .other
      }
  }

  /// OS/2 counts codings in its own way.
  private var isWindows: Bool { Self.windowsLengths.contains(length) }

  private static let windowsLengths: Set<Int> = [40, 52, 56, 108, 124]

  /// Whether pixels of so many bits can be coded so.
  var isPossible: Bool {
    switch code {
    case 0: [1, 2, 4, 8, 16, 24, 32].contains(depth)
    case 1: depth == 8
    case 2: depth == 4
    case 3 where isWindows, 6 where isWindows: depth == 16 || depth == 32
    // A whole JPEG or PNG has its own bits.
    case 4 where isWindows, 5 where isWindows: [0, 1, 2, 4, 8, 16, 24, 32].contains(depth)
    // A fax's runs, and runs of three bytes; inks of Windows that are only ever sent to printers.
    case 3: depth == 1
    case 4: depth == 24
    case 11 where isWindows: depth == 32
    case 12 where isWindows, 13 where isWindows: depth == 8 || depth == 4
    default: false
    }
  }

  private var hasAlpha: Bool { alphaMask != nil }

  /// The bits of a pixel that say how much of it shows; nothing where none do.
  var alphaMask: Int? {
    guard compression == .masks, depth == 16 || depth == 32 else { return nil }
    // The fourth mask: part of the header from 56 bytes on, behind it where masks are announced so.
    let isAnnounced = length == 40 && file.u32(30, .little) == 6
    guard length >= 56 || isAnnounced, let mask = file.u32(66, .little) else { return nil }
    return mask == 0 ? nil : mask
  }

  private var image: ImageFacts {
    var image = ImageFacts(
      codedSize: size, depth: depth == 16 ? 5 : min(max(depth, 1), 8), channels: hasAlpha ? 4 : 3)
    if hasAlpha { image.alpha = .unknown }
    if length >= 108 {
      switch file.latinText(70, limit: 4) {
      // Little-endian names: `sRGB`, and `Win ` for what the system shows, which is sRGB too.
      case "BGRs", " niW": image.color = .sRGB
      case "DEBM": image.color = profileView.flatMap(ICCProfile.init)?.colorSpace ?? .untagged
      default: break
      }
    }
    return image
  }

  /// The profile that is embedded, where the header says that one is.
  var embeddedProfile: [UInt8]? {
    guard length == 124, file.latinText(70, limit: 4) == "DEBM" else { return nil }
    return profileView?.copied
  }

  private var profileView: ByteView? {
    guard length == 124, let offset = file.u32(126, .little), let count = file.u32(130, .little)
    else { return nil }
    return file.part(14 + offset, count)
  }

  /// How many bytes of pixels the header promises; nothing where only decoding tells.
  private var promised: Int? {
    switch compression {
    case .none, .masks:
      guard depth > 0 else { return nil }
      // Rows end at multiples of four bytes; some writers leave that out of the last one.
      let row = (size.width * depth + 31) / 32 * 4
      let used = (size.width * depth + 7) / 8
      let rows = row.multipliedReportingOverflow(by: size.height - 1)
      return rows.overflow ? Int.max / 2 : min(rows.partialValue, Int.max / 2) + used
    case .runs, .other: return file.u32(34, .little).flatMap { $0 > 0 ? $0 : nil }
    }
  }

  /// Where the pixels begin.
  var pixelStart: Int? { file.u32(10, .little).map { max($0, 14 + length) } }

  /// What is missing at the end of the file.
  private var cut: FileProblem? {
    guard let promised, promised > 0, let start = pixelStart else { return nil }
    guard start + promised > file.count else { return nil }
    let percent = max(0, file.count - start) * 100 / promised
    return .truncated(what: "the file ends at \(percent) % of its pixels")
  }
}
