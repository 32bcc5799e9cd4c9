internal import Decoding
internal import Model

/// The headers of a bitmap, in OS/2's and all of Windows' versions.
struct BMPHeader {
  /// The size of the picture; a negative height is already resolved.
  let size: PixelSize
  /// Whether rows are stored from the top; most bitmaps store the lowest row first.
  let isTopDown: Bool
  /// The bits of each pixel.
  let depth: Int
  /// How the pixels are stored.
  let compression: Compression
  /// The number of the encoding, whose meaning depends on the header's version.
  private let code: Int
  /// The length of the second header, which identifies its version.
  let length: Int
  let file: ByteView

  /// How the pixels are stored, as far as Castbook distinguishes it.
  enum Compression {
    /// Rows of pixels without compression.
    case none
    /// Run-length encoded pixels, whose size is known only after decoding.
    case runs
    /// Uncompressed pixels with masks that give the bits of each colour.
    case masks
    /// An embedded JPEG or PNG, or another encoding that programs don't write in practice.
    case other
  }

  /// Returns whether a header of this length exists.
  ///
  /// Lengths of 12 and 16 to 64 belong to OS/2, those of 40 and more to Windows.
  static func isValidLength(_ length: Int) -> Bool {
    length == 12 || (16...64).contains(length) && length.isMultiple(of: 2) || length == 108
      || length == 124
  }

  /// Returns the facts in the header, with a problem if it is cut off or contradicts itself.
  static func facts(of file: ByteView) -> HeaderFacts {
    guard let length = file.u32(14, .little), file.count >= 14 + length else {
      return .unreadable(.truncated(what: "the file ends inside its header"))
    }
    guard let header = BMPHeader(file, length) else { return .withoutSize }
    guard header.hasValidDepth else {
      return .unreadable(
        .corrupt(
          what: "a bitmap with encoding \(header.code) can't have \(header.depth) bits per pixel"))
    }
    return HeaderFacts(image: header.image, problems: header.truncation.map { [$0] } ?? [])
  }

  /// Reads the header, or returns `nil` if it is cut off or states no size.
  init?(_ file: ByteView) {
    guard let length = file.u32(14, .little), file.count >= 14 + length else { return nil }
    self.init(file, length)
  }

  private init?(_ file: ByteView, _ length: Int) {
    self.file = file
    self.length = length
    let isOld = length == 12
    // A negative height means that rows are stored from top to bottom.
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

  /// Whether the header is a Windows version; OS/2 numbers its encodings differently.
  private var isWindows: Bool { Self.windowsLengths.contains(length) }

  private static let windowsLengths: Set<Int> = [40, 52, 56, 108, 124]

  /// Whether the encoding allows this number of bits per pixel.
  var hasValidDepth: Bool {
    switch code {
    case 0: [1, 2, 4, 8, 16, 24, 32].contains(depth)
    case 1: depth == 8
    case 2: depth == 4
    case 3 where isWindows, 6 where isWindows: depth == 16 || depth == 32
    // An embedded JPEG or PNG has its own depth.
    case 4 where isWindows, 5 where isWindows: [0, 1, 2, 4, 8, 16, 24, 32].contains(depth)
    // OS/2's fax encoding and 24-bit runs; Windows' CMYK encodings, which are only sent to
    // printers.
    case 3: depth == 1
    case 4: depth == 24
    case 11 where isWindows: depth == 32
    case 12 where isWindows, 13 where isWindows: depth == 8 || depth == 4
    default: false
    }
  }

  /// Whether the header defines an alpha channel.
  private var hasAlpha: Bool { alphaMask != nil }

  /// The bits of a pixel that hold its alpha, or `nil` if there are none.
  var alphaMask: Int? {
    guard compression == .masks, depth == 16 || depth == 32 else { return nil }
    // The fourth mask is part of headers from 56 bytes on; otherwise encoding 6 puts it
    // after the header.
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
      // These names are little-endian: `sRGB`, and `Win ` for the system's own space, which
      // is sRGB too.
      case "BGRs", " niW": image.color = .sRGB
      case "DEBM": image.color = profileView.flatMap(ICCProfile.init)?.colorSpace ?? .untagged
      default: break
      }
    }
    return image
  }

  /// The bytes of the embedded ICC profile, or `nil` if the header announces none.
  var embeddedProfile: [UInt8]? {
    guard length == 124, file.latinText(70, limit: 4) == "DEBM" else { return nil }
    return profileView?.copied
  }

  /// The part of the file that the header gives as the profile, or `nil` if the file ends
  /// before it.
  private var profileView: ByteView? {
    guard length == 124, let offset = file.u32(126, .little), let count = file.u32(130, .little)
    else { return nil }
    return file.part(14 + offset, count)
  }

  /// The bytes of pixels that the header promises, or `nil` if only decoding tells.
  private var promisedBytes: Int? {
    switch compression {
    case .none, .masks:
      guard depth > 0 else { return nil }
      // Rows end at multiples of four bytes; some writers omit the padding of the last row.
      let row = (size.width * depth + 31) / 32 * 4
      let used = (size.width * depth + 7) / 8
      let rows = row.multipliedReportingOverflow(by: size.height - 1)
      return rows.overflow ? Int.max / 2 : min(rows.partialValue, Int.max / 2) + used
    case .runs, .other: return file.u32(34, .little).flatMap { $0 > 0 ? $0 : nil }
    }
  }

  /// The offset of the pixels in the file, or `nil` if the header is cut off.
  var pixelStart: Int? { file.u32(10, .little).map { max($0, 14 + length) } }

  /// The problem of a file that ends before its pixels do, or `nil` if none are missing.
  private var truncation: FileProblem? {
    guard let promised = promisedBytes, promised > 0, let start = pixelStart else { return nil }
    guard start + promised > file.count else { return nil }
    let percent = max(0, file.count - start) * 100 / promised
    return .truncated(what: "the file ends at \(percent) % of its pixels")
  }
}

extension BMPHeader {
  /// Proves a bitmap, whose rows are stored as they are, or as runs that can be followed.
  ///
  /// The result is `nil` for an embedded JPEG or PNG and other rare encodings.
  func proof() -> Proof? {
    switch compression {
    // Reading the header has already checked that all rows are there.
    case .none: return Proof()
    case .masks:
      var proof = Proof()
      proof.isTransparent = alphaMask.map(lookForAlpha)
      return proof
    case .runs: return walkRuns().map { Proof($0) } ?? Proof()
    case .other: return nil
    }
  }

  /// Returns whether any pixel is transparent.
  ///
  /// Readers ignore an alpha channel that is 0 everywhere, so it counts as opaque.
  private func lookForAlpha(_ mask: Int) -> Bool {
    guard let start = pixelStart else { return false }
    let step = depth / 8
    let rowLength = (size.width * depth + 31) / 32 * 4
    var sawFull = false
    var sawZero = false
    var sawBetween = false
    for row in 0..<size.height where !sawBetween {
      for column in 0..<size.width {
        let offset = start + row * rowLength + column * step
        guard let pixel = step == 4 ? file.u32(offset, .little) : file.u16(offset, .little) else {
          return sawFull && sawZero
        }
        switch pixel & mask {
        case mask: sawFull = true
        case 0: sawZero = true
        default: sawBetween = true
        }
      }
    }
    return sawBetween || (sawFull && sawZero)
  }

  /// Follows the runs to the end mark, and returns a problem if they end too early.
  ///
  /// Runs may extend beyond the picture: all readers clip them.
  private func walkRuns() -> FileProblem? {
    guard var position = pixelStart else { return nil }
    let pixelsInByte = depth == 4 ? 2 : 1
    var row = 0
    while row < size.height {
      guard let count = file[position], let value = file[position + 1] else {
        let percent = row * 100 / size.height
        return .truncated(what: "the data end at \(percent) % of the rows")
      }
      position += 2
      guard count == 0 else { continue }
      switch value {
      case 0: row += 1
      case 1: return nil
      case 2:
        row += Int(file[position + 1] ?? 0)
        position += 2
      default:
        // Literal pixels, padded to pairs of bytes.
        let bytes = (Int(value) + pixelsInByte - 1) / pixelsInByte
        position += (bytes + 1) / 2 * 2
      }
    }
    return nil
  }
}
