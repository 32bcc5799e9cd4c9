internal import FixtureScenes

/// The eight orientations as HEIF stores them, each without EXIF, with matching EXIF, and with
/// contradicting EXIF. EXIF never counts.
let heifTurned: [Fixture] =
  (1...8).flatMap { orientation in
    turned(orientation, "", "\(words(orientation)).", exif: nil)
      + turned(
        orientation, "-exif-agrees", "\(words(orientation)); EXIF says the same once more.",
        exif: orientation)
      + turned(
        orientation, "-exif-differs",
        "\(words(orientation)); EXIF says orientation \(other(orientation)), which never counts.",
        exif: other(orientation))
  }
  + heifs("exif-6-alone", "EXIF orientation 6 and nothing else that turns: not turned.") {
    (codec) throws(FixtureError) in try heif(codec).withEXIF(.orientation(6))
  }
  + heifs(
    "mirrored-then-turned", "Mirrored first, then turned: some readers know only the other order."
  ) {
    (codec) throws(FixtureError) in
    try heifCard.stored(for: 7).heif(HEIFCoding(codec: codec), .mirrored(0), .turned(1))
  }

/// An orientation with width and height swapped.
private func other(_ orientation: Int) -> Int { (orientation + 3) % 8 + 1 }

private func turned(
  _ orientation: Int, _ suffix: String, _ note: String, exif: Int?
) -> [Fixture] {
  heifs("turned-\(orientation)\(suffix)", note) { (codec) throws(FixtureError) in
    var file = try heifCard.stored(for: orientation).heif(HEIFCoding(codec: codec))
    file.items[0].properties += HEIFProperty.orientation(orientation)
    guard let exif else { return file }
    return file.withEXIF(.orientation(UInt16(exif)), isIntroduced: orientation % 2 == 0)
  }
}

private func words(_ orientation: Int) -> String {
  switch orientation {
  case 2: "Mirrored left to right (`imir` 1)"
  case 3: "Turned by 180° (`irot` 2)"
  case 4: "Mirrored top to bottom (`imir` 0)"
  case 5: "Turned by 90° to the left (`irot` 1), then mirrored (`imir` 0)"
  case 6: "Turned by 270° to the left (`irot` 3)"
  case 7: "Turned by 270° to the left (`irot` 3), then mirrored (`imir` 0)"
  case 8: "Turned by 90° to the left (`irot` 1)"
  default: "Nothing turned"
  }
}

extension HEIFProperty {
  /// HEIF's properties for an EXIF orientation.
  static func orientation(_ orientation: Int) -> [HEIFProperty] {
    switch orientation {
    case 2: [.mirrored(1)]
    case 3: [.turned(2)]
    case 4: [.mirrored(0)]
    case 5: [.turned(1), .mirrored(0)]
    case 6: [.turned(3)]
    case 7: [.turned(3), .mirrored(0)]
    case 8: [.turned(1)]
    default: []
    }
  }
}

/// Pictures that are partly visible, and pictures assembled from parts.
let heifCutOut: [Fixture] = heifApertures + heifGrids

private let heifApertures: [Fixture] =
  heifs(
    "clap", "48 × 80 are cut out of the middle.", HEIFCodec.allCases, { $0.sized(48, 80) },
    { (codec) throws(FixtureError) in try heif(codec, .aperture(48, 80)) })
  + heifs(
    "clap-odd", "95 × 127 are cut out at the top left.", [.hevc], { $0.sized(95, 127) },
    { (codec) throws(FixtureError) in
      // The middle is half a pixel off.
      try heif(codec, .aperture(190, 254, right: -1, down: -1, over: 2))
    })
  + heifs(
    "clap-turned", "48 × 80 are cut out, then turned by 90° to the left.", HEIFCodec.allCases,
    { $0.sized(80, 48) },
    { (codec) throws(FixtureError) in try heif(codec, .aperture(48, 80), .turned(1)) })
  + heifs(
    "clap-outside", "The part cut out lies outside of the picture.", HEIFCodec.allCases,
    { $0.unsized.damaged(.error, .corrupt) },
    { (codec) throws(FixtureError) in try heif(codec, .aperture(48, 80, right: 400)) })
  + heifs(
    "clap-by-zero", "The part cut out is said in parts of nothing.", HEIFCodec.allCases,
    { $0.unsized.damaged(.error, .corrupt) },
    { (codec) throws(FixtureError) in try heif(codec, .aperture(48, 80, over: 0)) })

private let heifGrids: [Fixture] =
  heifs("grid", "Two by two tiles of 64 × 64; the last column is cut.") {
    (codec) throws(FixtureError) in try heifCard.heifGrid(HEIFCoding(codec: codec), tile: 64)
  }
  + heifs("grid-turned", "Two by two tiles, turned by 270° to the left, as a phone stores it.") {
    (codec) throws(FixtureError) in
    try heifCard.stored(for: 6).heifGrid(HEIFCoding(codec: codec), tile: 64, .turned(3))
      .withEXIF(.orientation(6), isIntroduced: true)
  }
  + heifs("grid-tiles-seen", "Tiles that are not marked as hidden.") {
    (codec) throws(FixtureError) in
    var file = try heifCard.heifGrid(HEIFCoding(codec: codec), tile: 64)
    for index in file.items.indices { file.items[index].isHidden = false }
    return file
  }
  + broken("grid-tile-missing", "A grid of four tiles that names three.") {
    $0.references[0].to.removeLast()
  }
  + broken("grid-of-itself", "A grid whose first tile is the grid itself.") {
    $0.references[0].to[0] = 1
  }
  + broken("grid-in-a-circle", "A grid of grids that are made of the first one.") { file in
    var inner = file.items[0]
    inner.isHidden = true
    file.items.append(inner)
    let inside = file.items.count
    file.references[0].to[0] = inside
    file.references.append(HEIFFile.Reference("dimg", from: inside, to: [1, 3, 4, 5]))
  }
  + broken("grid-too-small", "Tiles that do not cover the 400 × 300 of their grid.") { file in
    file.items[0].data = HEIFGrid(width: 400, height: 300).bytes
    file.items[0].properties[0] = .size(400, 300)
  }

private func broken(
  _ name: String, _ note: String, _ change: @escaping @Sendable (inout HEIFFile) -> Void
) -> [Fixture] {
  heifs(
    name, note, HEIFCodec.allCases, { $0.unsized.damaged(.error, .corrupt) },
    { (codec) throws(FixtureError) in
      var file = try heifCard.heifGrid(HEIFCoding(codec: codec), tile: 64)
      change(&file)
      return file
    })
}
