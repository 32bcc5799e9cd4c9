internal import Model

/// What a HEIF file says of itself in its boxes, as far as libheif does not tell it, or trips over
/// it: whether the file was cut, how large its picture is said to be, and how its parts hang together.
struct HEIFOutline {
  /// The file ends inside a box that every such file has.
  private(set) var isCut = false
  /// Bytes behind the last box.
  private(set) var trailing = 0
  /// The size that the picture to be seen is said to have, turned and cut out.
  private(set) var size: PixelSize?
  /// Whether the picture to be seen is a part of what is coded.
  private(set) var isCropped = false
  /// The moving picture, of a file that wants to be shown as one.
  private(set) var movie: HEIFMovie?
  /// Items that others are made of: the tiles of a grid.
  private(set) var parts: Set<Int> = []
  /// What makes decoding hopeless, or its outcome worthless.
  private(set) var fault: String?
  private(set) var hasDescription = false
  /// Whether all pictures in the file are coded as AV1.
  private(set) var isAV1 = false
  /// How the picture to be seen is coded, where that is a way that libheif does not know.
  private(set) var strangeCoding: String?

  /// Boxes in which a file that was cut ends; anything else there is no part of it.
  private static let usual: Set<String> = [
    "ftyp", "meta", "mdat", "moov", "free", "skip", "uuid", "idat", "mpvd",
  ]

  init(_ reader: BoxReader) {
    let (boxes, end) = reader.boxes(in: 0..<reader.count)
    trailing = reader.count - end
    if let last = boxes.last, !last.isWhole {
      isCut = Self.usual.contains(last.type)
      // The box's head of eight or sixteen bytes belongs to what follows the file.
      if !isCut { trailing = last.content.count + 8 }
    }
    guard let first = boxes.first, first.type == "ftyp" else {
      isCut = isCut || reader.count < 16
      return
    }
    let brand = reader.letters(first.content.lowerBound, in: first.content) ?? ""
    if ["avis", "msf1", "hevc", "hevx"].contains(brand),
      let box = boxes.first(where: { $0.type == "moov" })
    {
      movie = HEIFMovie(reader, box)
    }
    guard let box = boxes.first(where: { $0.type == "meta" }) else {
      // A brand, and at most the start of what came behind it.
      if trailing < 8, boxes.allSatisfy({ ["ftyp", "free", "skip"].contains($0.type) }) {
        isCut = true
        trailing = 0
      }
      return
    }
    hasDescription = true
    take(HEIFItems(reader, box))
  }

  private mutating func take(_ items: HEIFItems) {
    size = items.primary.flatMap(items.size)
    isCropped = items.primary.map(items.isCropped) ?? false
    parts = Set(items.madeOf.values.joined())
    let coded = Set(items.types.values).intersection(["hvc1", "av01"])
    isAV1 = coded == ["av01"]
    let type = items.primary.flatMap { items.types[$0] }
    if let type, !["hvc1", "av01", "grid", "iovl", "iden"].contains(type) { strangeCoding = type }
    if items.isCircular {
      fault = "a picture in it contains itself"
    } else if let primary = items.primary, items.isUncovered(primary) {
      fault = "its tiles cover only a part of it"
    }
  }
}

/// A track of pictures.
struct HEIFMovie {
  let frames: Int
  let size: PixelSize?

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

  private static func size(_ reader: BoxReader, _ table: BoxReader.Box) -> PixelSize? {
    guard let description = reader.boxes(of: table).first(where: { $0.type == "stsd" }),
      let entry = reader.boxes(of: description, behind: 8).first,
      let width = reader.number(of: entry, 24, 2), let height = reader.number(of: entry, 26, 2),
      width > 0, height > 0
    else { return nil }
    return PixelSize(width: width, height: height)
  }
}
