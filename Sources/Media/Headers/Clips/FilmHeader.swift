internal import Model

/// The header of a QuickTime film or an MP4, which are boxes within boxes.
enum FilmHeader {
  static func facts(of file: ByteView) -> ClipFacts? {
    guard let movie = Boxes.first("moov", in: file) else { return nil }
    let header = Boxes.first("mvhd", in: movie)
    let track = Boxes.all(in: movie).lazy.filter { $0.type == "trak" }.map(\.content)
      .first { Boxes.first(["mdia", "hdlr"], in: $0)?.latinText(8, limit: 4) == "vide" }
    guard let track else { return nil }
    let facts = ClipFacts(
      size: size(of: track), milliseconds: milliseconds(of: track, movie: movie, header))
    return facts.size == nil && facts.milliseconds == nil ? nil : facts
  }

  /// The length that a header of a movie or of a track's media states, in thousandths of a second.
  static func milliseconds(inHeader header: ByteView) -> Int? {
    let isLong = header[0] == 1
    guard let scale = header.u32(isLong ? 20 : 12) else { return nil }
    let duration = isLong ? header.u64(24) : short(header, 16)
    return duration.flatMap { milliseconds($0, scale: scale) }
  }

  /// A duration of four bytes; all ones mean that nobody knows.
  private static func short(_ header: ByteView, _ offset: Int) -> Int? {
    header.u32(offset).flatMap { $0 == 0xFFFF_FFFF ? nil : $0 }
  }

  private static func milliseconds(_ duration: Int, scale: Int) -> Int? {
    let thousandfold = duration.multipliedReportingOverflow(by: 1000)
    return scale > 0 && !thousandfold.overflow ? thousandfold.partialValue / scale : nil
  }

  /// The track's length; of a film in fragments only the length of the whole is stated.
  private static func milliseconds(
    of track: ByteView, movie: ByteView, _ header: ByteView?
  ) -> Int? {
    let scale = header.flatMap { $0.u32($0[0] == 1 ? 20 : 12) } ?? 0
    func inMovie(_ duration: Int?) -> Int? { duration.flatMap { milliseconds($0, scale: scale) } }
    let candidates = [
      Boxes.first("tkhd", in: track).flatMap { head in
        inMovie(head[0] == 1 ? head.u64(28) : short(head, 20))
      },
      Boxes.first(["mdia", "mdhd"], in: track).flatMap(milliseconds(inHeader:)),
      header.flatMap(milliseconds(inHeader:)),
      Boxes.first(["mvex", "mehd"], in: movie).flatMap { whole in
        inMovie(whole[0] == 1 ? whole.u64(4) : whole.u32(4))
      },
    ]
    return candidates.lazy.compactMap(\.self).first { $0 > 0 }
  }

  /// The size at which a track is shown, turned as its matrix says.
  private static func size(of track: ByteView) -> PixelSize? {
    guard let head = Boxes.first("tkhd", in: track) else { return nil }
    let start = head[0] == 1 ? 52 : 40
    guard let matrix = head.part(start, 36) else { return nil }
    // Sides are fractions of 65536.
    let shown = PixelSize(
      stated: head.u32(start + 36).map { ($0 + 0x8000) >> 16 },
      head.u32(start + 40).map { ($0 + 0x8000) >> 16 })
    guard let size = shown ?? codedSize(of: track) else { return nil }
    let keeps = matrix.u32(0) != 0 || matrix.u32(16) != 0
    let turns = matrix.u32(4) != 0 && matrix.u32(12) != 0
    return turns && !keeps ? PixelSize(width: size.height, height: size.width) : size
  }

  /// The size in the description of the coded pictures.
  private static func codedSize(of track: ByteView) -> PixelSize? {
    guard let list = Boxes.first(["mdia", "minf", "stbl", "stsd"], in: track),
      let entry = Boxes.all(in: list.from(8), limit: 1).first?.content
    else { return nil }
    return PixelSize(stated: entry.u16(24), entry.u16(26))
  }
}
