import Model
import TestSupport
import Testing

@testable import Media

/// The boxes of a QuickTime film without pictures.
enum SampleFilm {
  static func box(_ type: String, _ content: [UInt8]) -> [UInt8] {
    Bytes.big(content.count + 8) + Array(type.utf8) + content
  }

  static func header(duration: Int, scale: Int) -> [UInt8] {
    box(
      "mvhd",
      [UInt8](repeating: 0, count: 12) + Bytes.big(scale) + Bytes.big(duration)
        + [UInt8](repeating: 0, count: 80))
  }

  static func longHeader(duration: Int, scale: Int) -> [UInt8] {
    box(
      "mvhd",
      [1] + [UInt8](repeating: 0, count: 19) + Bytes.big(scale) + Bytes.big(0)
        + Bytes.big(duration) + [UInt8](repeating: 0, count: 80))
  }

  static func film(_ header: [UInt8]) -> [UInt8] {
    box("ftyp", Array("qt  \0\0\0\0qt  ".utf8)) + box("mdat", [UInt8](repeating: 9, count: 100))
      + box("moov", header)
  }
}

@Suite("The film of a Live Photo")
struct LivePhotos {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func found() -> [String] { folder.names(of: FolderWalk([folder.path]).files.map(\.path)) }

  @Test(
    "is skipped beside its picture; a longer clip is not",
    arguments: [
      (500, true), (799, true), (800, false), (2000, false), (3000, false), (3500, false),
      (3501, true), (10_000, true),
    ])
  func lengths(milliseconds: Int, isKept: Bool) throws {
    try folder.write(to: "IMG_1.JPG")
    try folder.write(
      SampleFilm.film(SampleFilm.header(duration: milliseconds, scale: 1000)), to: "IMG_1.MOV")
    #expect(found() == (isKept ? ["IMG_1.JPG", "IMG_1.MOV"] : ["IMG_1.JPG"]))
    #expect(FolderWalk([folder.path]).skipped == (isKept ? [:] : [.livePhoto: 1]))
  }

  @Test("needs a picture of the same name beside it")
  func alone() throws {
    let film = SampleFilm.film(SampleFilm.header(duration: 1200, scale: 600))
    try folder.createFolder("a")
    try folder.write(film, to: "IMG_1.mov")
    try folder.write(to: "IMG_2.heic")
    try folder.write(to: "a/IMG_1.jpg")
    try folder.write(to: "IMG_1.txt")
    #expect(found() == ["IMG_1.mov", "IMG_1.txt", "IMG_2.heic", "a/IMG_1.jpg"])
    try folder.write(to: "img_1.heic")
    #expect(!found().contains("IMG_1.mov"))
  }

  @Test("is checked when it is named explicitly")
  func named() throws {
    try folder.write(to: "a.jpg")
    let film = try folder.write(
      SampleFilm.film(SampleFilm.header(duration: 2, scale: 1)), to: "a.mov")
    #expect(FolderWalk([film]).files.map(\.path) == [film])
  }

  @Test(
    "is recognized by its length alone",
    arguments: [
      (SampleFilm.film(SampleFilm.header(duration: 1200, scale: 600)), 2000),
      (SampleFilm.film(SampleFilm.longHeader(duration: 90_000, scale: 44_100)), 2040),
      (SampleFilm.box("moov", SampleFilm.header(duration: 5, scale: 2)), 2500),
      (
        SampleFilm.box(
          "moov", SampleFilm.box("udta", [1, 2, 3]) + SampleFilm.header(duration: 3, scale: 1)),
        3000
      ),
      // A box whose length takes 64 bits.
      (
        Bytes.big(1) + Array("mdat".utf8) + Bytes.big(0) + Bytes.big(20) + [0, 0, 0, 0]
          + SampleFilm.box("moov", SampleFilm.header(duration: 1, scale: 1)), 1000
      ),
      (SampleFilm.film(SampleFilm.header(duration: 5, scale: 0)), nil),
      (SampleFilm.film([]), nil),
      (SampleFilm.box("moov", []), nil),
      (Array(SampleFilm.film(SampleFilm.header(duration: 5, scale: 1)).prefix(150)), nil),
      (Bytes.big(0) + Array("moov".utf8), nil),
      (Bytes.big(7) + Array("moov".utf8), nil),
      ([UInt8](repeating: 0xFF, count: 1000), nil),
      (Array(repeating: SampleFilm.box("free", []), count: 10_000).flatMap(\.self), nil),
      ([], nil),
    ] as [([UInt8], Int?)])
  func length(bytes: [UInt8], milliseconds: Int?) throws {
    let file = try folder.write(bytes, to: "a.mov")
    #expect(ClipLength.milliseconds(of: file) == milliseconds)
  }

  @Test("is not looked for in anything but a file")
  func noFile() throws {
    #expect(ClipLength.milliseconds(of: folder.path) == nil)
    #expect(ClipLength.milliseconds(of: folder.path("gone.mov")) == nil)
    #expect(ClipLength.milliseconds(of: try folder.makePipe("a.mov")) == nil)
  }
}
