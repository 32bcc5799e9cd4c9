internal import Model

/// The header of a QuickTime or MP4 movie: boxes within boxes.
enum MovieHeader {
  /// Returns the size and duration of the first video track, or `nil` if there is none.
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

  /// Returns the duration in a movie header or media header, in milliseconds.
  ///
  /// It is `nil` if the header states no duration or a time scale of 0.
  static func milliseconds(inHeader header: ByteView) -> Int? {
    let isLong = header[0] == 1
    guard let scale = header.u32(isLong ? 20 : 12) else { return nil }
    let duration = isLong ? header.u64(24) : short(header, 16)
    return duration.flatMap { milliseconds($0, scale: scale) }
  }

  /// Returns a duration of four bytes, or `nil` if all its bits are set, which means unknown.
  private static func short(_ header: ByteView, _ offset: Int) -> Int? {
    header.u32(offset).flatMap { $0 == 0xFFFF_FFFF ? nil : $0 }
  }

  /// Converts a duration in units of `1 / scale` seconds, or returns `nil` if that overflows.
  private static func milliseconds(_ duration: Int, scale: Int) -> Int? {
    let thousandfold = duration.multipliedReportingOverflow(by: 1000)
    return scale > 0 && !thousandfold.overflow ? thousandfold.partialValue / scale : nil
  }

  /// Returns the track's duration in milliseconds.
  ///
  /// A fragmented movie states only the duration of the whole, so it is the last candidate.
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

  /// Returns the size at which a track is shown, rotated as its matrix specifies.
  private static func size(of track: ByteView) -> PixelSize? {
    guard let head = Boxes.first("tkhd", in: track) else { return nil }
    let start = head[0] == 1 ? 52 : 40
    guard let matrix = head.part(start, 36) else { return nil }
    // Sides are fixed-point numbers in 65536ths.
    let shown = PixelSize(
      stated: head.u32(start + 36).map { ($0 + 0x8000) >> 16 },
      head.u32(start + 40).map { ($0 + 0x8000) >> 16 })
    guard let size = shown ?? codedSize(of: track) else { return nil }
    let keepsAxes = matrix.u32(0) != 0 || matrix.u32(16) != 0
    let swapsAxes = matrix.u32(4) != 0 && matrix.u32(12) != 0
    return swapsAxes && !keepsAxes ? PixelSize(width: size.height, height: size.width) : size
  }

  /// Returns the size in the description of the coded pictures, or `nil` if it has none.
  private static func codedSize(of track: ByteView) -> PixelSize? {
    guard let list = Boxes.first(["mdia", "minf", "stbl", "stsd"], in: track),
      let entry = Boxes.all(in: list.from(8), limit: 1).first?.content
    else { return nil }
    return PixelSize(stated: entry.u16(24), entry.u16(26))
  }
}
