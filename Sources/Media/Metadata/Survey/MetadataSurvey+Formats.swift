internal import Model

extension MetadataSurvey {
  // MARK: WebP

  /// Surveys the chunks of a WebP, including those in the frames of an animation.
  mutating func readWebP(_ file: ByteView) {
    let claimed = 8 + (file.u32(4, .little) ?? 0)
    let picture = file.prefix(claimed)
    readChunks(picture.from(12))
    trailingBytes = max(0, file.count - claimed - claimed % 2)
  }

  /// Surveys chunks; those of frames wait until the others are done, so nothing recurses.
  private mutating func readChunks(_ chunks: ByteView) {
    var waiting = [chunks]
    var count = 0
    while let view = waiting.popLast() {
      var position = 0
      while count < 100_000, let length = view.u32(position + 4, .little) {
        count += 1
        let start = position + 8
        let data = view.part(start, min(length, view.count - start)) ?? view
        switch view.latinText(position, limit: 4) {
        case "VP8 ", "VP8L", "ALPH": break
        case "VP8X": if data.count > 10 { addOther(unlessZero: data.from(10)) }
        case "ANIM": if data.count > 6 { addOther(unlessZero: data.from(6)) }
        case "ANMF": waiting.append(data.from(16))
        case "ICCP": readProfile(data)
        case "EXIF": DirectorySurvey.run(Self.withoutEXIFHeader(data), isFile: false, into: &self)
        case "XMP ": XMPSurvey.run(data, into: &self)
        case "C2PA": add(.credentials)
        default: addUnknown(data)
        }
        position = start + data.count + data.count % 2
      }
    }
  }

  // MARK: GIF

  /// Surveys the extensions of a GIF.
  mutating func readGIF(_ file: ByteView) {
    guard let flags = file[10] else { return }
    func palette(_ flags: UInt8) -> Int { flags & 0x80 == 0 ? 0 : 3 << (Int(flags & 7) + 1) }
    var position = 13 + palette(flags)
    for _ in 0..<100_000 {
      switch file[position] {
      case 0x21: position = readExtension(file, at: position)
      case 0x2C:
        position += 10 + palette(file[position + 9] ?? 0) + 1
        position = Self.blocks(in: file, from: position, limit: 0).end
      case 0x3B:
        trailingBytes = max(0, file.count - position - 1)
        return
      default: return
      }
    }
    add(.other)
  }

  /// Returns the joined content of sub-blocks, up to a limit, and the offset after them.
  private static func blocks(
    in file: ByteView, from start: Int, limit: Int
  ) -> (bytes: [UInt8], end: Int) {
    var position = start
    var bytes: [UInt8] = []
    while let length = file[position], length > 0 {
      if bytes.count < limit, let block = file.part(position + 1, Int(length)) {
        bytes += block.copied
      }
      position += Int(length) + 1
    }
    return (bytes, position + 1)
  }

  /// Surveys one extension, and returns the offset of the next block.
  private mutating func readExtension(_ file: ByteView, at offset: Int) -> Int {
    let code = file[offset + 1] ?? 0
    let first = Int(file[offset + 2] ?? 0)
    let (bytes, end) = Self.blocks(in: file, from: offset + 2, limit: Self.inflatedLimit)
    switch code {
    case 0xF9: if bytes.count > 4 { addOther(bytes.count) }
    case 0xFE: addText(bytes, as: .comment)
    case 0xFF:
      let name = file.latinText(offset + 3, limit: min(first, 11))
      let data = Array(bytes.dropFirst(first))
      switch name {
      case "NETSCAPE2.0", "ANIMEXTS1.0": if data.count > 16 { addOther(data.count) }
      case "ICCRGBG1012": readProfile(ByteView(data))
      case "XMP DataXMP":
        // The packet is stored as it is, and its own letters act as the lengths of
        // sub-blocks.
        let packet = file.part(offset + 3 + first, max(0, end - offset - 3 - first))
        let text = packet?.position(of: Array("<?xpacket end".utf8)).flatMap { packet?.prefix($0) }
        XMPSurvey.run(text ?? packet ?? ByteView(data), into: &self)
      case "C2PA_GIF": add(.credentials)
      default: addOther(unlessZero: ByteView(data))
      }
    default: addOther(unlessZero: ByteView(bytes))
    }
    return end
  }

  // MARK: BMP

  /// Surveys what lies between the header and the pixels of a bitmap, and after them.
  mutating func readBMP(_ file: ByteView) {
    guard let start = file.u32(10, .little), let header = file.u32(14, .little),
      let bits = file.u16(header == 12 ? 24 : 28, .little)
    else { return }
    let colors = file.u32(46, .little) ?? 0
    // A header of twelve bytes does not count its colours.
    let stated = header == 12 ? 0 : colors
    let entries = stated > 0 || bits > 8 ? stated : 1 << bits
    let palette = min(entries, 256) * (header == 12 ? 3 : 4)
    let masks = header == 40 ? 16 : 0
    let tables = 14 + header + palette + masks
    if start > tables, let gap = file.part(tables, min(start, file.count) - tables) {
      addOther(unlessZero: gap)
    }
    // A linked profile is given by the path of a file.
    if header >= 124, file.u32(14 + 56, .little) == 0x4C49_4E4B,
      let offset = file.u32(14 + 112, .little)
    {
      addText(file.from(14 + offset).prefix(260), as: .comment)
    }
  }

  // MARK: TIFF and camera RAW

  /// Surveys the directories of a TIFF.
  mutating func readTIFF(_ file: ByteView) { DirectorySurvey.run(file, isFile: true, into: &self) }

  /// Surveys the directories of a camera's raw file, if it is built as a TIFF.
  mutating func readRAW(_ file: ByteView) {
    guard TIFFStructure(file) != nil else { return }
    DirectorySurvey.run(file, isFile: true, into: &self)
    // Every raw file has previews, and data that only its maker understands.
    removeKindsOfEveryRAWFile()
  }

  // MARK: Photoshop

  /// Surveys the resources of a Photoshop file.
  mutating func readPSD(_ file: ByteView) {
    guard let palette = file.u32(26), let length = file.u32(30 + palette) else { return }
    let start = 34 + palette
    ResourceSurvey.run(file.part(start, length) ?? file.from(start), into: &self)
  }

  // MARK: JPEG XL

  /// Surveys the boxes of a JPEG XL container; a bare codestream has no metadata.
  mutating func readJXL(_ file: ByteView) {
    guard file.begins(with: "JXL ", at: 4) else { return }
    for box in Boxes.all(in: file) {
      switch box.type {
      case "JXL ", "ftyp", "jxlc", "jxlp", "jxli", "jxll", "jbrd": break
      case "Exif": DirectorySurvey.run(box.content.from(4), isFile: false, into: &self)
      case "xml ": XMPSurvey.run(box.content, into: &self)
      case "jumb": readJUMBF(box.content)
      default: addOther(unlessZero: box.content)
      }
    }
  }
}
