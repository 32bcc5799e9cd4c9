internal import FixtureScenes

/// Sizes at and beside the bounds of providers: 300 px a side, 2:5 to 5:2.
let jpegSizes: [Fixture] =
  [
    sized(300, 300, "The smallest square that Kling takes."),
    sized(299, 400, "One pixel too narrow."),
    sized(400, 299, "One pixel too low."),
    sized(300, 750, "2:5 exactly."),
    sized(300, 751, "A hair beyond 2:5."),
    sized(750, 300, "5:2 exactly."),
    sized(751, 300, "A hair beyond 5:2."),
    sized(640, 1600, "2:5 exactly, larger."),
    sized(640, 1601, "A hair beyond 2:5, larger."),
    turned(751, 300, 6, "Stored 751 × 300; upright 300 × 751, a hair beyond 2:5."),
    turned(400, 299, 6, "Stored 400 × 299; upright 299 × 400."),
    turned(750, 300, 8, "Stored 750 × 300; upright 300 × 750, 2:5 exactly."),
    turned(300, 700, 3, "Orientation 3 turns the picture but not its sides."),
  ]

private func sized(_ width: Int, _ height: Int, _ note: String) -> Fixture {
  Fixture("size-\(width)x\(height).jpg", note, .picture("jpeg", width, height)) {
    () throws(FixtureError) in
    try testCard(width: width, height: height).jpeg(JPEGCoding(quality: 70))
  }
}

/// A turned picture, named by its stored size.
private func turned(_ width: Int, _ height: Int, _ orientation: Int, _ note: String) -> Fixture {
  let (across, down) = orientation >= 5 ? (height, width) : (width, height)
  return Fixture(
    "size-\(width)x\(height)-orientation-\(orientation).jpg", note,
    .picture("jpeg", across, down).turned(orientation)
  ) { () throws(FixtureError) in
    let block = JPEGSegment.exif(EXIFBlock.orientation(UInt16(orientation)).bytes)
    return try testCard(width: across, height: down).stored(for: orientation)
      .jpeg(JPEGCoding(quality: 70, segments: [block]))
  }
}
