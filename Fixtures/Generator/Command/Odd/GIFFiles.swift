internal import FixtureScenes

/// GIF of every kind, valid and damaged.
let gifFiles: [Fixture] = soundGIFs + brokenGIFs

private let sound = Expectation.picture("gif", 80, 100).with(frames: 1)
private let seeThrough = Expectation.picture("gif", 80, 100, .hasAlpha).with(frames: 1)
private let moving = Expectation.picture("gif", 80, 100, .animated).with(frames: 3)
private let truncated = sound.damaged(.error, .truncated).may(.corrupt)

private let film = [smallCard, smallCard.shifted(by: 20), smallCard.shifted(by: 40)]

private let soundGIFs: [Fixture] = [
  Fixture("gif-87a.gif", "The first version, without extensions.", sound) {
    gif([smallCard], GIFCoding(version: "GIF87a"))
  },
  Fixture("gif-still.gif", "One frame.", sound) { gif([smallCard]) },
  Fixture("gif-interlaced.gif", "Its rows come in four passes.", sound) {
    gif([smallCard], GIFCoding(isInterlaced: true))
  },
  Fixture("gif-1x1.gif", "A single pixel.", .picture("gif", 1, 1)) {
    gif([testCard(width: 1, height: 1)])
  },
  Fixture("gif-animated.gif", "Three frames that repeat for ever.", moving) { gif(film) },
  Fixture("gif-transparent.gif", "One colour of the palette is not drawn.", seeThrough) {
    // The dark grey of the letter.
    gif([smallCard], GIFCoding(clearIndex: 0))
  },
  Fixture(
    "gif-alpha-unused.gif", "The colour that is not drawn is nowhere in the picture.",
    sound
  ) { gif([smallCard], GIFCoding(clearIndex: 5)) },
  Fixture("gif-comment.gif", "A comment and an unknown extension before the picture.", sound) {
    let comment = [0x21, 0xFE] + gifBlocks([UInt8](String(repeating: "A comment. ", count: 60)))
    let unknown = [0x21, 0x42] + gifBlocks([1, 2, 3])
    return gif([smallCard], GIFCoding(before: comment + unknown))
  },
  Fixture(
    "gif-screen-0.gif", "The screen is said to be 0 × 0; readers take the frame's size.", sound
  ) { gif([smallCard], GIFCoding(screen: (0, 0))) },
  Fixture(
    "gif-screen-larger.gif", "A screen of 160 × 200, one quarter of it covered.",
    Expectation.picture("gif", 160, 200, .hasAlpha)
  ) { gif([smallCard], GIFCoding(screen: (160, 200))) },
  Fixture(
    "gif-trailing.gif", "1 kB of text after the end.",
    Expectation.picture("gif", 80, 100, .trailingData)
  ) {
    gif([smallCard]) + [UInt8](String(repeating: "After the end. ", count: 68))
  },
]

private let brokenGIFs: [Fixture] = [
  Fixture(
    "gif-screen-65535.gif", "A small file whose screen is said to be 65,535 × 65,535.",
    Expectation.picture("gif", 65_535, 65_535).unproven(.tooManyPixels)
  ) { gif([smallCard], GIFCoding(screen: (65_535, 65_535))) },
  Fixture("gif-cut.gif", "Cut off at half.", truncated) {
    let bytes = gif([smallCard])
    return Array(bytes.prefix(bytes.count / 2))
  },
  Fixture(
    "gif-cut-third-frame.gif", "Cut off inside its third frame.",
    moving.damaged(.error, .truncated).may(.corrupt)
  ) { Array(gif(film).dropLast(200)) },
  Fixture("gif-cut-in-header.gif", "Cut off inside the header.", .broken("gif", .truncated)) {
    Array(gif([smallCard]).prefix(9))
  },
  Fixture(
    "gif-cut-in-palette.gif", "Cut off inside the palette.",
    Expectation.picture("gif", 80, 100).damaged(.error, .truncated).may(.corrupt)
  ) { Array(gif([smallCard]).prefix(40)) },
  Fixture(
    "gif-no-trailer.gif", "Only the mark of the end is missing.",
    sound.damaged(.warning, .truncated)
  ) { gif([smallCard], GIFCoding(hasEnd: false)) },
  Fixture(
    "gif-no-picture.gif", "A screen, a palette, and the end.",
    Expectation.picture("gif", 80, 100).damaged(.error, .corrupt)
  ) { Array(gif([smallCard]).prefix(13 + 48)) + [0x3B] },
  Fixture(
    "gif-bad-code.gif", "A code in the picture data that was never made.",
    sound.damaged(.error).oneOf(.corrupt, .truncated)
  ) {
    let bytes = gif([smallCard])
    // After the screen, the palette, both headers of the frame and the length of the first block.
    return bytes.replacing(at: 13 + 48 + 8 + 11 + 1, with: [0xFF, 0xFF, 0xFF, 0xFF])
  },
  Fixture(
    "gif-too-few-pixels.gif", "The picture data end after a third of the rows.",
    sound.damaged(.error).oneOf(.corrupt, .truncated)
  ) {
    let third = gif([testCard(width: 80, height: 33)])
    // The size of screen and frame.
    return third.replacing(at: 8, with: [100, 0]).replacing(at: 13 + 48 + 8 + 7, with: [100, 0])
  },
  Fixture(
    "gif-no-block.gif", "Bytes that begin no block between picture and end.",
    sound.damaged(.warning, .corrupt).may(.trailingData)
  ) { gif([smallCard], GIFCoding(hasEnd: false)) + [0x99, 0x98, 0x97, 0x3B] },
]
