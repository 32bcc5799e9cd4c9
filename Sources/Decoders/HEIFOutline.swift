internal import Model

/// The structure of a HEIF file, as far as libheif does not report it or fails because of
/// it: whether the file is truncated, the size it states, and how its items depend on each
/// other.
struct HEIFOutline {
  /// Whether the file ends inside a box that belongs to it.
  private(set) var isTruncated = false
  /// The number of bytes behind the last box.
  private(set) var trailing = 0
  /// The stated size of the primary picture after rotation and cropping.
  private(set) var size: PixelSize?
  /// Whether the primary picture is a crop of the encoded one.
  private(set) var isCropped = false
  /// The track of pictures, when the file's brand says that it is a sequence.
  private(set) var movie: HEIFMovie?
  /// The items that others are derived from, such as the tiles of a grid.
  private(set) var parts: Set<Int> = []
  /// Why decoding is impossible or its result would be worthless; `nil` when neither is
  /// the case.
  private(set) var fault: String?
  /// Whether the file has a `meta` box, which describes its pictures.
  private(set) var hasDescription = false
  /// Whether all pictures in the file are encoded as AV1.
  private(set) var isAV1 = false
  /// The type of the primary picture when libheif does not support it.
  private(set) var unsupportedCoding: String?

  /// The types of boxes in which a truncated file can end. A box of another type is
  /// foreign data behind the file.
  private static let expectedTypes: Set<String> = [
    "ftyp", "meta", "mdat", "moov", "free", "skip", "uuid", "idat", "mpvd",
  ]

  /// Reads the top-level boxes and the description of the items.
  init(_ reader: BoxReader) {
    let (boxes, end) = reader.boxes(in: 0..<reader.count)
    trailing = reader.count - end
    if let last = boxes.last, !last.isComplete {
      isTruncated = Self.expectedTypes.contains(last.type)
      // The header of the foreign box is 8 or 16 bytes long.
      if !isTruncated { trailing = last.content.count + 8 }
    }
    guard let first = boxes.first, first.type == "ftyp" else {
      isTruncated = isTruncated || reader.count < 16
      return
    }
    let brand = reader.letters(first.content.lowerBound, in: first.content) ?? ""
    if ["avis", "msf1", "hevc", "hevx"].contains(brand),
      let box = boxes.first(where: { $0.type == "moov" })
    {
      movie = HEIFMovie(reader, box)
    }
    guard let box = boxes.first(where: { $0.type == "meta" }) else {
      // The file has its brand and at most the beginning of the next box.
      if trailing < 8, boxes.allSatisfy({ ["ftyp", "free", "skip"].contains($0.type) }) {
        isTruncated = true
        trailing = 0
      }
      return
    }
    hasDescription = true
    apply(HEIFItems(reader, box))
  }

  /// Draws the conclusions from the items.
  private mutating func apply(_ items: HEIFItems) {
    size = items.primary.flatMap(items.size)
    isCropped = items.primary.map(items.isCropped) ?? false
    parts = Set(items.components.values.joined())
    let coded = Set(items.types.values).intersection(["hvc1", "av01"])
    isAV1 = coded == ["av01"]
    let type = items.primary.flatMap { items.types[$0] }
    if let type, !["hvc1", "av01", "grid", "iovl", "iden"].contains(type) {
      unsupportedCoding = type
    }
    if items.isCircular {
      fault = "a picture in it contains itself"
    } else if let primary = items.primary, items.hasIncompleteGrid(primary) {
      fault = "its tiles cover only a part of it"
    }
  }
}

/// A track of pictures in a HEIF file.
struct HEIFMovie {
  /// The number of frames, at least 1.
  let frames: Int
  /// The size that the sample description states.
  let size: PixelSize?

  /// Finds the first track of pictures. Returns `nil` when there is none.
  init?(_ reader: BoxReader, _ movie: BoxReader.Box) {
    let tracks = reader.boxes(of: movie).filter { $0.type == "trak" }
    for track in tracks {
      guard let media = reader.first(["mdia"], in: track),
        let handler = reader.first(["hdlr"], in: media),
        reader.letters(handler.content.lowerBound + 8, in: handler.content) == "pict",
        let table = reader.first(["minf", "stbl"], in: media),
        let sizes = reader.boxes(of: table).first(where: { $0.type == "stsz" || $0.type == "stz2" }
        ),
        let count = reader.number(of: sizes, 8, 4)
      else { continue }
      frames = max(1, count)
      size = Self.size(reader, table)
      return
    }
    return nil
  }

  /// Reads the size from the first sample description.
  private static func size(_ reader: BoxReader, _ table: BoxReader.Box) -> PixelSize? {
    guard let description = reader.boxes(of: table).first(where: { $0.type == "stsd" }),
      let entry = reader.boxes(of: description, after: 8).first,
      let width = reader.number(of: entry, 24, 2), let height = reader.number(of: entry, 26, 2),
      width > 0, height > 0
    else { return nil }
    return PixelSize(width: width, height: height)
  }
}
