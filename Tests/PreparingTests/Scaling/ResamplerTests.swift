import Model
import Preparing
import Testing

@Suite struct ResamplerTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let from: (Int, Int)
    let to: (Int, Int)
    let channels: Int

    var testDescription: String {
      "\(from.0) × \(from.1) to \(to.0) × \(to.1), \(channels) channels"
    }
    var old: PixelSize { PixelSize(width: from.0, height: from.1) }
    var new: PixelSize { PixelSize(width: to.0, height: to.1) }
  }

  static let cases: [Case] = [
    ((1, 1), (1, 1)), ((1, 9), (1, 4)), ((9, 1), (4, 1)), ((3, 3), (1, 1)), ((1, 1), (5, 3)),
    ((2, 2), (7, 9)), ((40, 30), (13, 9)), ((41, 29), (40, 28)), ((30, 20), (31, 45)),
    ((64, 48), (16, 12)), ((25, 60), (50, 7)), ((700, 3), (2, 1)), ((37, 37), (37, 37)),
    ((120, 90), (53, 40)),
  ].flatMap { from, to in [1, 3, 4].map { Case(from: from, to: to, channels: $0) } }

  /// The light of colours of four channels laid over black, which is how wrong ones are seen.
  private func laid(_ picture: PixelBuffer) -> [Double] {
    guard picture.channels == 4 else { return picture.values.map(Double.init) }
    return picture.values.indices.map { index in
      guard index % 4 < 3 else { return Double(picture.values[index]) }
      let alpha = Double(picture.values[index / 4 * 4 + 3]) / 255
      return 255 * PlainScaling.light(picture.values[index]) * alpha
    }
  }

  @Test("It scales as the definition says, to within one value", arguments: cases)
  func definition(scaling: Case) throws {
    for picture in [
      try Sample.noise(scaling.from.0, scaling.from.1, channels: scaling.channels),
      try Sample.scene(scaling.from.0, scaling.from.1, channels: scaling.channels),
    ] {
      let scaled = laid(try picture.scaled(to: scaling.new))
      let plain = PlainScaling.scale(picture, to: scaling.new)
      let maximum = zip(scaled, plain).map { abs($0 - $1) }.max() ?? 0
      // Half a value is rounding. The lightest values are 2.3 parts of light apart, and alpha is
      // rounded, too.
      #expect(maximum < (scaling.channels == 4 ? 1.9 : 0.75))
    }
  }

  @Test("One colour is unchanged", arguments: cases)
  func constant(scaling: Case) throws {
    for color in [[0, 0, 0, 0], [255, 255, 255, 255], [1, 2, 3, 255], [10, 128, 254, 3]] {
      let picture = try Sample.picture(
        scaling.from.0, scaling.from.1, channels: scaling.channels
      ) { _, _, channel in color[channel] }
      let scaled = try picture.scaled(to: scaling.new)
      #expect(
        scaled.values.indices.allSatisfy { index in
          Int(scaled.values[index]) == color[index % scaling.channels]
        })
    }
  }

  @Test("A fine checkerboard of black and white becomes the grey of half the light")
  func light() throws {
    let checker = try Sample.picture(64, 64, channels: 1) { x, y, _ in (x + y) % 2 * 255 }
    let scaled = try checker.scaled(to: PixelSize(width: 8, height: 8))
    // At the borders the pattern is cut off.
    #expect((1..<7).allSatisfy { y in (1..<7).allSatisfy { x in scaled[x, y, 0] == 188 } })
    #expect(Set(scaled.values).isSubset(of: [187, 188]))
  }

  @Test("A rotated picture gives a rotated result", arguments: cases)
  func symmetry(scaling: Case) throws {
    let picture = try Sample.noise(scaling.from.0, scaling.from.1, channels: scaling.channels)
    let scaled = try picture.scaled(to: scaling.new)
    #expect(try picture.mirrored().scaled(to: scaling.new) == scaled.mirrored())
    #expect(try picture.flipped().scaled(to: scaling.new) == scaled.flipped())
  }

  @Test("Pieces of any height give equal results")
  func pieces() throws {
    let picture = try Sample.noise(50, 40)
    let size = PixelSize(width: 20, height: 16)
    let whole = try picture.scaled(to: size, rowsAtOnce: 40)
    for rows in [1, 2, 3, 39] { #expect(try picture.scaled(to: size, rowsAtOnce: rows) == whole) }
  }

  @Test("A picture of the new size is unchanged")
  func identity() throws {
    for channels in [1, 3] {
      let picture = try Sample.noise(33, 21, channels: channels)
      #expect(try picture.scaled(to: picture.size) == picture)
    }
  }

  @Test(
    "A dot in the middle stays there, and keeps its light",
    arguments: [(99, 33), (99, 25), (50, 70)])
  func dot(from: Int, to: Int) throws {
    let middle = [(from - 1) / 2, from / 2]
    let picture = try Sample.picture(from, from, channels: 1) { x, y, _ in
      middle.contains(x) && middle.contains(y) ? 255 : 40
    }
    let scaled = try picture.scaled(to: PixelSize(width: to, height: to))
    #expect(try scaled == scaled.mirrored())
    #expect(try scaled == scaled.flipped())
    let brightest = try #require(scaled.values.max())
    let offset = try #require(scaled.values.firstIndex(of: brightest))
    #expect([(to - 1) / 2, to / 2].contains(offset % to))
    guard to < from else { return }
    let before = picture.values.reduce(0) { $0 + PlainScaling.light($1) } / Double(from * from)
    let after = scaled.values.reduce(0) { $0 + PlainScaling.light($1) } / Double(to * to)
    #expect(abs(before - after) < 0.01 * before)
  }

  @Test("Light is kept, however much a picture shrinks", arguments: [2, 3, 17, 200])
  func energy(side: Int) throws {
    let picture = try Sample.noise(400, 400, channels: 1)
    let scaled = try picture.scaled(to: PixelSize(width: side, height: side))
    let before = picture.values.reduce(0) { $0 + PlainScaling.light($1) } / 160_000
    let after = scaled.values.reduce(0) { $0 + PlainScaling.light($1) } / Double(side * side)
    #expect(abs(before - after) < 0.02 * before)
  }

  @Test("An enlarged edge does not ring")
  func edge() throws {
    let picture = try Sample.picture(12, 12) { x, _, _ in x < 6 ? 60 : 200 }
    let scaled = try picture.scaled(to: PixelSize(width: 50, height: 50))
    #expect(scaled.values.allSatisfy { 60...200 ~= $0 })
    let row = (0..<50).map { scaled[$0, 20, 0] }
    #expect(row == row.sorted())
  }

  @Test("Columns are scaled as rows are")
  func transposed() throws {
    let picture = try Sample.noise(60, 44)
    let scaled = try picture.scaled(to: PixelSize(width: 21, height: 15))
    let turned = try picture.transposed().scaled(to: PixelSize(width: 15, height: 21))
    let maximum = zip(try turned.transposed().values, scaled.values).map { abs(Int($0) - Int($1)) }
    #expect(try #require(maximum.max()) <= 1)
  }

  @Test("Transparent pixels don't affect the colour of others")
  func alpha() throws {
    // Invisible green beside visible red.
    let picture = try Sample.picture(32, 32, channels: 4) { x, _, channel in
      [x % 2 * 255, (1 - x % 2) * 255, 0, x % 2 * 255][channel]
    }
    let scaled = try picture.scaled(to: PixelSize(width: 8, height: 8))
    for x in 1..<7 {
      #expect((0..<3).map { scaled[x, 4, $0] } == [255, 0, 0])
      #expect(124...131 ~= scaled[x, 4, 3])
    }
  }

  @Test("A huge reduction gives the mean")
  func huge() throws {
    let picture = try Sample.picture(200_000, 1, channels: 1) { x, _, _ in x % 2 * 255 }
    #expect(try picture.scaled(to: PixelSize(width: 1, height: 1)).values == [188])
  }

  @Test("Its memory is a few rows, and is known before it is allocated")
  func memory() {
    let old = PixelSize(width: 16_000, height: 12_000)
    let new = PixelSize(width: 2000, height: 1500)
    let memory = Resampler.memory(from: old, to: new, channels: 3)
    // Six rows' worth of the new picture for each one that shrinks into one.
    let rows = (6 * 8 + 3) * 2000 * 3 * MemoryLayout<Int16>.size
    #expect(memory > rows)
    #expect(memory < 3 * rows)
    let weights = 2000 * 6 * 8 * MemoryLayout<Int16>.size
    #expect(memory > rows + weights)
  }

  @Test("Empty pictures are not scaled")
  func refused() {
    let size = PixelSize(width: 4, height: 4)
    #expect(Resampler(from: size, to: PixelSize(width: 0, height: 4), channels: 3) == nil)
    #expect(Resampler(from: PixelSize(width: 4, height: -1), to: size, channels: 3) == nil)
    #expect(Resampler(from: size, to: size, channels: 2) == nil)
    #expect(Resampler.memory(from: size, to: size, channels: 2) == 0)
  }
}
