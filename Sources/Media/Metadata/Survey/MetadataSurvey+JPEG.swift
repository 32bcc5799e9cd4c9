internal import Model

extension MetadataSurvey {
  /// Surveys the segments of a JPEG, also between and after its scans, and what follows its
  /// end.
  mutating func readJPEG(_ bytes: [UInt8]) {
    let file = ByteView(bytes)
    let jpeg = JPEGSegments(file)
    var extended: [ByteView] = []
    var resources: [UInt8] = []
    var pictureCount = 0
    for segment in jpeg.segments {
      let data = segment.data
      switch segment.marker {
      case 0xE0: readFileHeader(data)
      case 0xE1: readApplication1(data, &extended)
      case 0xE2: readApplication2(data, &pictureCount)
      case 0xEB: readBoxes(inSegment: data)
      case 0xEC where data.begins(with: "Ducky") && data.count <= 64: break
      case 0xED: readResources(data, &resources)
      case 0xEE where data.begins(with: "Adobe") && data.count <= 16: break
      case 0xFE: readComment(data)
      default: addUnknown(data)
      }
    }
    if !resources.isEmpty { ResourceSurvey.run(ByteView(resources), into: &self) }
    readExtended(extended)
    if let end = jpeg.end { readTrailing(file.from(end), pictureCount) }
  }

  /// Surveys a JFIF segment or one of its extensions.
  private mutating func readFileHeader(_ data: ByteView) {
    if data.begins(with: "JFIF\0") {
      if data.count > 14 { add(.thumbnail) }
    } else if data.begins(with: "JFXX\0") {
      add(.thumbnail)
    } else if data.begins(with: "AVI1"), data.count <= 16 {
      return
    } else {
      addOther(unlessZero: data)
    }
  }

  /// The name with which a segment of XMP begins; one more byte follows it.
  private static let xmpHead = "http://ns.adobe.com/xap/1.0/"
  /// The name with which a segment of extended XMP begins.
  private static let extensionHead = "http://ns.adobe.com/xmp/extension/\0"

  /// Surveys an APP1 segment: EXIF, XMP, or a part of extended XMP.
  private mutating func readApplication1(_ data: ByteView, _ extended: inout [ByteView]) {
    if data.begins(with: "Exif\0") {
      DirectorySurvey.run(data.from(6), isFile: false, into: &self)
    } else if data.begins(with: Self.xmpHead) {
      XMPSurvey.run(data.from(Self.xmpHead.utf8.count + 1), into: &self)
    } else if data.begins(with: Self.extensionHead) {
      extended.append(data.from(Self.extensionHead.utf8.count))
    } else {
      addUnknown(data)
    }
  }

  /// Surveys XMP that is too long for one segment.
  ///
  /// It comes in pieces: an id of 32 letters, the length of the whole, an offset, and text.
  private mutating func readExtended(_ pieces: [ByteView]) {
    var packets: [[UInt8]: [(offset: Int, text: ByteView)]] = [:]
    for piece in pieces.prefix(1024) {
      guard let id = piece.part(0, 32)?.copied, let offset = piece.u32(36) else {
        addOther(piece.count)
        continue
      }
      packets[id, default: []].append((offset, piece.from(40)))
    }
    if pieces.count > 1024 { add(.other) }
    for id in packets.keys.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      let parts = (packets[id] ?? []).sorted { $0.offset < $1.offset }
      XMPSurvey.run(ByteView(parts.flatMap(\.text.copied)), into: &self)
    }
  }

  /// Surveys an APP2 segment: a part of the profile, or a list of more pictures.
  private mutating func readApplication2(_ data: ByteView, _ pictureCount: inout Int) {
    if data.begins(with: "ICC_PROFILE\0") { return readProfile(data.from(14)) }
    guard data.begins(with: "MPF\0") else {
      addOther(unlessZero: data)
      return
    }
    // The number of pictures is a tag in the first directory of the list.
    let count = TIFFStructure(data.from(4)).flatMap { structure in
      structure.directory(at: structure.firstDirectoryOffset)?.number(0xB001)
    }
    pictureCount = max(pictureCount, count ?? 2)
  }

  /// Surveys an ICC profile, which may contain the serial number of a monitor in the tag
  /// `mmod`.
  mutating func readProfile(_ profile: ByteView) {
    if ICCProfile.namesMonitor(profile) { add(.serialNumber) }
  }

  /// Surveys an APP11 segment: JUMBF with Content Credentials, or with data of any kind.
  private mutating func readBoxes(inSegment data: ByteView) {
    if data.begins(with: "JP") {
      readJUMBF(data.from(8))
    } else {
      addUnknown(data)
    }
  }

  /// Surveys a box of JUMBF or a part of it; each part begins with the box's head.
  mutating func readJUMBF(_ box: ByteView) {
    if box.prefix(256).position(of: Array("c2pa".utf8)) != nil {
      add(.credentials)
    } else if kinds.contains(.credentials), box.begins(with: "jumb", at: 4) {
      // Only the first part of a long box contains its name.
      return
    } else {
      addOther(unlessZero: box)
    }
  }

  /// Gathers resources, which may continue in more segments.
  private mutating func readResources(_ data: ByteView, _ resources: inout [UInt8]) {
    let head = "Photoshop 3.0\0"
    if data.begins(with: head) {
      resources += data.from(head.utf8.count).copied
    } else if data.begins(with: "Adobe_CM"), data.count <= 32 {
      return
    } else {
      addUnknown(data)
    }
  }

  /// Surveys a comment, unless an encoder wrote it about itself.
  private mutating func readComment(_ data: ByteView) {
    if !MetadataText(data.prefix(Self.textLimit).copied).isEncoderNote {
      addText(data, as: .comment)
    }
  }

  // MARK: After the end

  /// Surveys what follows the end of the picture: more pictures, or the clip of a motion
  /// photo.
  private mutating func readTrailing(_ data: ByteView, _ pictureCount: Int) {
    trailingBytes = data.count
    guard !data.isEmpty else { return }
    if pictureCount > 1 { add(.thumbnail) }
    let marks = ["ftypmp4", "ftypisom", "ftypqt", "ftypavc1", "MotionPhoto_Data"]
    let head = data.prefix(4 << 20)
    if marks.contains(where: { head.position(of: Array($0.utf8)) != nil }) { add(.motionPhoto) }
  }
}

/// The segments of a JPEG that contain something besides the picture.
struct JPEGSegments {
  struct Segment {
    /// The low byte of the marker.
    let marker: UInt8
    /// The content, without marker and length.
    let data: ByteView
  }

  /// The segments with metadata, in the order of the file.
  private(set) var segments: [Segment] = []
  /// The offset after the end marker, or `nil` if that is missing.
  private(set) var end: Int?

  /// Reads the segments of a file to its end marker.
  init(_ file: ByteView) {
    var position = 2
    while let code = file.jpegMarker(from: position), let marker = file[code] {
      position = code + 1
      switch marker {
      case 0x01, 0xD0...0xD8: continue
      case 0xD9:
        end = position
        return
      default: break
      }
      let length = max(file.u16(position) ?? 2, 2)
      let start = min(position + 2, file.count)
      let data = file.part(start, min(length - 2, file.count - start)) ?? file
      if marker >= 0xE0 { segments.append(Segment(marker: marker, data: data)) }
      position = start + data.count
    }
  }
}
