internal import Model

/// Detects the format of a file by its content; its name is never considered.
enum Sniffer {
  /// Returns the format of a file by its first bytes, or `.unknown`.
  ///
  /// The order matters: formats with a signature come first, and those that other files can
  /// resemble come last.
  ///
  /// ```swift
  /// let format = Sniffer.format(of: ByteView(bytes))
  /// ```
  static func format(of file: ByteView) -> MediaFormat {
    if let format = byMagic(file) {
      // Most cameras build their raw files as TIFF.
      return format == .tiff && RAWHeader.isRAW(file) ? .raw : format
    }
    if file.begins(with: "RIFF"), let format = riff(file) { return format }
    // RF64 is for sounds that RIFF can't count, and RIFX for those of the other byte order.
    if file.begins(with: "RF64") || file.begins(with: "RIFX"), riff(file) == .wav { return .wav }
    if file.begins(with: "ftyp", at: 4), let format = isoBase(file) { return format }
    if let format = byStructure(file) { return format }
    // UTF-16 text begins like a frame of MPEG audio.
    if file.begins(with: [0xFF, 0xFE]) || file.begins(with: [0xFE, 0xFF]) {
      let format = text(file)
      return format == .unknown ? .text : format
    }
    if let head = file.u16(0), head & 0xFFF6 == 0xFFF0 { return .aac }
    if isMPEGAudio(file) { return .mp3 }
    return text(file)
  }

  /// The signatures of formats, with their offsets; the first match counts.
  private static let magic: [(offset: Int, bytes: [UInt8], format: MediaFormat)] = [
    (0, [0xFF, 0xD8, 0xFF], .jpeg),
    (0, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], .png),
    (0, Array("GIF87a".utf8), .gif),
    (0, Array("GIF89a".utf8), .gif),
    (0, [0xFF, 0x0A], .jxl),
    (0, [0, 0, 0, 0x0C, 0x4A, 0x58, 0x4C, 0x20, 0x0D, 0x0A, 0x87, 0x0A], .jxl),
    (0, [0, 0, 0, 0x0C, 0x6A, 0x50, 0x20, 0x20, 0x0D, 0x0A, 0x87, 0x0A], .jpeg2000),
    (0, [0xFF, 0x4F, 0xFF, 0x51], .jpeg2000),
    (0, Array("8BPS".utf8), .psd),
    (0, Array("%PDF-".utf8), .pdf),
    (8, Array("CR".utf8), .raw),
    (0, Array("FUJIFILMCCD-RAW".utf8), .raw),
    (0, Array("IIRO".utf8), .raw),
    (0, Array("IIRS".utf8), .raw),
    (0, Array("MMOR".utf8), .raw),
    (0, Array("FOVb".utf8), .raw),
    (0, Array("II\u{1A}\0\0\0HEAPCCDR".utf8), .raw),
    (0, Array("IIU\u{0}".utf8), .raw),
    (0, [0x49, 0x49, 0x2A, 0x00], .tiff),
    (0, [0x4D, 0x4D, 0x00, 0x2A], .tiff),
    (0, [0x49, 0x49, 0x2B, 0x00], .tiff),
    (0, [0x4D, 0x4D, 0x00, 0x2B], .tiff),
    (0, [0x76, 0x2F, 0x31, 0x01], .exr),
    (0, Array("#?RADIANCE".utf8), .hdr),
    (0, Array("#?RGBE".utf8), .hdr),
    (0, Array("gimp xcf".utf8), .xcf),
    (0, Array("%!PS-Adobe".utf8), .eps),
    (0, [0xC5, 0xD0, 0xD3, 0xC6], .eps),
    (0, Array("qoif".utf8), .qoi),
    (0, Array("DDS \u{7C}\0\0\0".utf8), .dds),
    (0, [0x1A, 0x45, 0xDF, 0xA3], .mkv),
    (0, [0x00, 0x00, 0x01, 0xBA], .mpeg),
    (0, [0x00, 0x00, 0x01, 0xB3], .mpeg),
    (0, Array("FLV\u{1}".utf8), .flv),
    (0, [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11], .wmv),
    (0, Array("fLaC".utf8), .flac),
    (0, Array("OggS".utf8), .ogg),
    (0, Array("ID3".utf8), .mp3),
    (0, Array("FORM".utf8), .aiff),
    (0, Array("#!AMR".utf8), .amr),
    (0, [0x50, 0x4B, 0x03, 0x04], .zip),
    (0, [0x50, 0x4B, 0x05, 0x06], .zip),
    (0, [0x1F, 0x8B], .gzip),
    (0, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], .sevenZip),
    (0, Array("Rar!\u{1A}\u{7}".utf8), .rar),
    // AppleSingle and AppleDouble.
    (0, [0x00, 0x05, 0x16, 0x00], .appleDouble),
    (0, [0x00, 0x05, 0x16, 0x07], .appleDouble),
    // A Windows shortcut, and a macOS alias.
    (0, [0x4C, 0x00, 0x00, 0x00, 0x01, 0x14, 0x02, 0x00], .shortcut),
    (0, Array("book\0\0\0\0mark\0\0\0\0".utf8), .shortcut),
  ]

  /// Returns the format by its signature, after a closer look at ambiguous ones.
  private static func byMagic(_ file: ByteView) -> MediaFormat? {
    let found = magic.first { file.begins(with: $0.bytes, at: $0.offset) }?.format
    switch found {
    // `CR` at offset 8 is Canon's only in a TIFF.
    case .raw? where file.begins(with: "CR", at: 8):
      return file.begins(with: "II*\u{0}") ? .raw : byMagicWithoutCanon(file)
    case .mkv?: return file.position(of: Array("webm".utf8), before: 64) != nil ? .webm : .mkv
    case .aiff? where !file.begins(with: "AIF", at: 8): return nil
    case nil where isBitmap(file): return .bmp
    default: return found
    }
  }

  /// Returns the format by signatures at the beginning of the file.
  private static func byMagicWithoutCanon(_ file: ByteView) -> MediaFormat? {
    magic.first { $0.offset == 0 && file.begins(with: $0.bytes) }?.format
  }

  /// Returns whether a file is a bitmap: `BM` begins many texts, so the header's length must
  /// be valid.
  private static func isBitmap(_ file: ByteView) -> Bool {
    guard file.begins(with: "BM"), let header = file.u32(14, .little) else { return false }
    return BMPHeader.isValidLength(header)
  }

  /// Returns a format that is identified by bytes elsewhere than at the beginning, or by all
  /// of them.
  private static func byStructure(_ file: ByteView) -> MediaFormat? {
    if file.begins(with: "TRUEVISION-XFILE.", at: file.count - 18) { return .tga }
    if ICOHeader.isIconDirectory(file) { return .ico }
    if TGAHeader.isUncompressed(file) { return .tga }
    // A transport stream has packets of 188 or 192 bytes, each with the same first byte.
    if (0..<4).allSatisfy({ file[$0 * 188] == 0x47 }) { return .mpeg }
    if (0..<4).allSatisfy({ file[$0 * 192 + 4] == 0x47 }) { return .mpeg }
    if file.begins(with: "bplist00") {
      func names(_ word: String) -> Bool {
        file.position(of: Array(word.utf8), before: 1 << 16) != nil
      }
      if names("WebMainResource") { return .webarchive }
      return names("NSURLNameKey") ? .icloud : nil
    }
    // `P6`, a line break, and a number or a comment.
    if file[0] == 0x50, (0x31...0x36).contains(file[1] ?? 0), file[2] == 0x0A,
      let third = file[3], third == 0x23 || (0x30...0x39).contains(third)
    {
      return .pnm
    }
    let start = file.part(0, min(file.count, 4096)) ?? file
    return start.count >= 64 && (0..<start.count).allSatisfy { start[$0] == 0 } ? .zeros : nil
  }

  /// Returns the format of a RIFF file by its form type.
  private static func riff(_ file: ByteView) -> MediaFormat? {
    switch file.latinText(8, limit: 4) {
    case "WEBP": .webp
    case "WAVE": .wav
    case "AVI ": .avi
    default: nil
    }
  }

  /// Returns the format of an ISO base media file by its brands.
  ///
  /// The brand `mif1` says only that the file is a picture, so all brands are considered.
  private static func isoBase(_ file: ByteView) -> MediaFormat? {
    let length = min(file.u32(0) ?? 0, 256)
    let brands = stride(from: 8, to: max(length, 12), by: 4).filter { $0 != 12 }
      .map { file.latinText($0, limit: 4) }
    for brand in brands {
      switch brand {
      case "avif", "avis": return .avif
      case "heic", "heix", "hevc", "hevx", "heim", "heis": return .heic
      case "crx ": return .raw
      case "qt  ": return .mov
      case "M4A ", "M4B ": return .m4a
      default: continue
      }
    }
    guard brands.first == "mif1" || brands.first == "msf1" else { return .mp4 }
    // The types of its items then tell how they are encoded.
    return file.position(of: Array("av01".utf8), before: 4096) == nil ? .heic : .avif
  }

  /// Returns whether a file begins with an MPEG audio frame, without the usual tags before
  /// it.
  private static func isMPEGAudio(_ file: ByteView) -> Bool {
    guard let head = file.u16(0), head & 0xFFE0 == 0xFFE0, let third = file[2] else { return false }
    let version = head >> 3 & 3
    let layer = head >> 1 & 3
    return version != 1 && layer != 0 && third >> 4 != 15 && third >> 4 != 0 && third >> 2 & 3 != 3
  }

  /// The elements with which web pages begin, including pages that omit the first tags.
  private static let pageElements: Set<String> = [
    "html", "head", "body", "script", "title", "meta", "style", "link", "div", "center", "p", "h1",
    "h2", "table", "iframe", "noscript", "base",
  ]

  /// Returns the kind of a text by its beginning.
  ///
  /// The usual case is an error page that was saved under a picture's name.
  static func text(_ file: ByteView) -> MediaFormat {
    guard let head = TextHead(file, limit: 4096) else { return .unknown }
    if head.begins(with: "<") { return markup(head) }
    if head.begins(with: "[internetshortcut]") { return .shortcut }
    if head.begins(with: "{\\rtf") { return .text }
    if head.begins(with: "{") || head.begins(with: "[") { return .json }
    if head.begins(with: "version https://git-lfs") { return .gitLFS }
    if head.begins(with: "data:") || base64.contains(where: head.beginsExactly) { return .base64 }
    if head.begins(with: "from: <saved by") || head.contains("content-type: multipart/related") {
      return .webarchive
    }
    return .text
  }

  /// The beginnings of base64-encoded pictures: JPEG, PNG, WebP and GIF.
  private static let base64 = ["/9j/", "iVBORw0KGgo", "UklGR", "R0lGOD"]

  /// Returns the kind of a text in angle brackets, by its document type and first element.
  private static func markup(_ head: TextHead) -> MediaFormat {
    let root = head.root
    if root.doctype == "html" { return .html }
    switch root.name {
    case "svg": return .svg
    case "plist" where head.contains("<key>url</key>"): return .shortcut
    case let name? where pageElements.contains(name): return .html
    case _?: return .xml
    // The first comment is longer than the part that is read.
    case nil: return head.contains("<svg") ? .svg : head.contains("<html") ? .html : .xml
    }
  }
}
