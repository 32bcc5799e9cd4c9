internal import FixtureScenes

/// HEIF that is truncated, changed, or wrongly assembled.
let heifDamage: [Fixture] = heifCuts + heifNoise + heifGaps

private typealias Change = @Sendable (HEIFCodec) throws(FixtureError) -> HEIFFile

private func corrupt(_ name: String, _ note: String, _ make: @escaping Change) -> [Fixture] {
  heifs(name, note, HEIFCodec.allCases, { $0.damaged(.error, .corrupt) }, make)
}

/// A file whose size can't be known.
private func hopeless(_ name: String, _ note: String, _ make: @escaping Change) -> [Fixture] {
  heifs(name, note, HEIFCodec.allCases, { $0.unsized.damaged(.error, .corrupt) }, make)
}

private let heifCuts: [Fixture] =
  cut("cut-in-brand", "Cut off inside the brand.", hasSize: false) { _ in 14 }
  + cut("cut-in-description", "Cut off inside the description.", hasSize: false) { file in
    file.bytes.count - file.items[0].data.count - 60
  }
  + cut("cut-before-data", "The description is whole, the data never arrived.", hasSize: true) {
    $0.bytes.count - $0.items[0].data.count - 8
  }
  + cut("cut-in-data", "Cut off in the middle of the data.", hasSize: true) {
    $0.bytes.count - $0.items[0].data.count / 2
  }
  + cut("cut-last-byte", "The last byte is missing.", hasSize: true) { $0.bytes.count - 1 }

private func cut(
  _ name: String, _ note: String, hasSize: Bool,
  _ count: @escaping @Sendable (HEIFFile) -> Int
) -> [Fixture] {
  heifBytes(
    name, note, HEIFCodec.allCases,
    { (hasSize ? $0 : $0.unsized).damaged(.error, .truncated) },
    { (codec) throws(FixtureError) in
      let file = try heif(codec)
      return Array(file.bytes.prefix(count(file)))
    })
}

private let heifNoise: [Fixture] =
  corrupt("noise", "A hundred bytes of the coded picture are noise.") {
    (codec) throws(FixtureError) in try heif(codec).changing { $0.data.makeNoise() }
  }
  + corrupt("zeros", "The coded picture is nothing but zeros.") {
    (codec) throws(FixtureError) in
    try heif(codec).changing { $0.data = [UInt8](repeating: 0, count: $0.data.count) }
  }
  + corrupt("grid-tile-zeros", "One tile of four is nothing but zeros.") {
    (codec) throws(FixtureError) in
    var file = try heifCard.heifGrid(HEIFCoding(codec: codec), tile: 64)
    file.items[2].data = [UInt8](repeating: 0, count: file.items[2].data.count)
    return file
  }
  + corrupt("alpha-zeros", "The alpha is nothing but zeros.") { (codec) throws(FixtureError) in
    var file = try heif(codec).with(heifCard.faded.alphaItem(codec), as: "auxl")
    file.items[1].data = [UInt8](repeating: 0, count: file.items[1].data.count)
    return file
  }

extension [UInt8] {
  /// Replaces a hundred bytes in the middle.
  fileprivate mutating func makeNoise() {
    var state: UInt32 = 39
    for index in (count / 2)..<Swift.min(count, count / 2 + 100) {
      state = state &* 1_664_525 &+ 1_013_904_223
      self[index] = UInt8(state >> 24)
    }
  }
}

/// Files that lack a part.
private let heifGaps: [Fixture] =
  corrupt("no-coding", "What describes the coding is missing.") { (codec) throws(FixtureError) in
    try heif(codec).saying(nil, insteadOf: codec.description)
  }
  + hopeless("no-size", "What states the size is missing.") { (codec) throws(FixtureError) in
    try heif(codec).saying(nil, insteadOf: "ispe")
  }
  + hopeless("no-description", "The description is missing: only data are there.") {
    (codec) throws(FixtureError) in try heif(codec).without("meta")
  }
  + hopeless("no-primary", "It is not said which picture is to be seen.") {
    (codec) throws(FixtureError) in try heif(codec).without("pitm")
  }
  + hopeless("no-places", "It is not said where the data stand.") {
    (codec) throws(FixtureError) in try heif(codec).without("iloc")
  }
  + hopeless("no-names", "It is not said what there is.") { (codec) throws(FixtureError) in
    try heif(codec).without("iinf")
  }
  + hopeless("no-properties", "Nothing is said of the picture.") {
    (codec) throws(FixtureError) in try heif(codec).without("iprp")
  }
  + hopeless("primary-missing", "The picture to be seen is one that is not there.") {
    (codec) throws(FixtureError) in
    var file = try heif(codec)
    file.primary = 7
    return file
  }
  + corrupt("no-data", "The picture has no data at all.") { (codec) throws(FixtureError) in
    try heif(codec).changing { $0.data = [] }
  }
  + heifBytes(
    "jpeg-behind-brand", "A JPEG behind the brand of a HEIC.", [.hevc],
    { $0.unsized.damaged(.error, .corrupt) },
    { (codec) throws(FixtureError) in
      var file = try heif(codec).without("meta")
      file.items = []
      return try file.bytes.dropLast(8) + testCard(width: 96, height: 128).jpeg()
    })
