internal import FixtureScenes

/// Headers of clips, without pictures.
let clipFiles: [Fixture] = [
  Fixture(
    "clip-upright.mp4", "A track of sound, then one of pictures.",
    .clip("mp4", 1920, 1080, milliseconds: 5000)
  ) {
    mp4(Film(hasSound: true))
  },
  Fixture(
    "clip-turned.mov", "Filmed upright: the matrix turns it by 90°.",
    .clip("mov", 1080, 1920, milliseconds: 3040)
  ) {
    let film = Film(matrix: [0, 1, -1, 0], duration: 3040)
    return ftypBox("qt  ", compatible: ["qt  "]) + box("mdat", [0, 0]) + film.movie
  },
  Fixture(
    "clip-turned-180.mp4", "Upside down: its sides stay.",
    .clip("mp4", 1280, 720, milliseconds: 4000)
  ) {
    mp4(Film(width: 1280, height: 720, matrix: [-1, 0, 0, -1], duration: 4000))
  },
  Fixture(
    "clip-long-times.mp4", "Times of eight bytes.", .clip("mp4", 720, 1280, milliseconds: 8000)
  ) {
    mp4(Film(width: 720, height: 1280, duration: 8000, isLong: true))
  },
  Fixture(
    "clip-no-length.mp4", "A length of zero, as films in fragments have it.",
    .clip("mp4", 1920, 1080, milliseconds: nil)
  ) {
    mp4(Film(duration: 0))
  },
  Fixture("clip-no-index.mp4", "Cut off before the index at its end.", .other("mp4")) {
    ftypBox("isom", compatible: ["isom"]) + box("mdat", [UInt8](repeating: 7, count: 300))
  },
  Fixture(
    "clip.avi", "The header of an AVI of 125 frames, 25 a second.",
    .clip("avi", 640, 480, milliseconds: 5000)
  ) {
    avi(width: 640, height: 480, frames: 125)
  },
  Fixture(
    "clip.webm", "The header of a WebM whose length is not known.",
    .clip("webm", 854, 480, milliseconds: 6006)
  ) {
    matroska("webm", width: 854, height: 480, milliseconds: 6006)
  },
  Fixture("clip.mkv", "The header of a Matroska.", .clip("mkv", 3840, 2160, milliseconds: 10_000)) {
    matroska("matroska", width: 3840, height: 2160, milliseconds: 10_000)
  },
]

private func mp4(_ film: Film) -> [UInt8] {
  ftypBox("isom", compatible: ["isom", "mp41"]) + film.movie + box("mdat", [])
}

private func chunk(_ type: String, _ data: [UInt8]) -> [UInt8] {
  var chunk = [UInt8](type)
  chunk.append(UInt32(data.count), .little)
  return chunk + data + [UInt8](repeating: 0, count: data.count % 2)
}

private func avi(width: Int, height: Int, frames: Int) -> [UInt8] {
  var header: [UInt8] = []
  for number in [40_000, 0, 0, 0x10, frames, 0, 1, 0, width, height, 0, 0, 0, 0] {
    header.append(UInt32(number), .little)
  }
  var stream = [UInt8]("vidsMJPG")
  for number in [0, 0, 0, 1, 25, 0, frames, 0, 0, 0, 0, 0] {
    stream.append(UInt32(number), .little)
  }
  let list =
    [UInt8]("hdrl") + chunk("avih", header)
    + chunk("LIST", [UInt8]("strl") + chunk("strh", stream))
  return chunk("RIFF", [UInt8]("AVI ") + chunk("LIST", list) + chunk("LIST", [UInt8]("movi")))
}

/// An element: its identity, a length of one byte or an unknown one, and its contents.
private func element(_ id: [UInt8], _ content: [UInt8], isOpen: Bool = false) -> [UInt8] {
  if isOpen { return id + [0x01] + [UInt8](repeating: 0xFF, count: 7) + content }
  return id + [0x40 | UInt8(content.count >> 8), UInt8(content.count & 255)] + content
}

private func matroska(_ type: String, width: Int, height: Int, milliseconds: Int) -> [UInt8] {
  func number(_ number: Int) -> [UInt8] { [UInt8(number >> 8), UInt8(number & 255)] }
  var length: [UInt8] = []
  length.append(Double(milliseconds).bitPattern, .big)
  let info = element([0x15, 0x49, 0xA9, 0x66], element([0x44, 0x89], length))
  let video = element([0xE0], element([0xB0], number(width)) + element([0xBA], number(height)))
  let sound = element([0xAE], element([0x83], [2]))
  let tracks = element(
    [0x16, 0x54, 0xAE, 0x6B], sound + element([0xAE], element([0x83], [1]) + video))
  return element([0x1A, 0x45, 0xDF, 0xA3], element([0x42, 0x82], [UInt8](type)))
    + element([0x18, 0x53, 0x80, 0x67], info + tracks, isOpen: true)
}
