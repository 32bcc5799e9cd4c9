import Foundation
import Model
import Testing

@testable import Drawing

@Suite("A canvas")
struct CanvasTests {
  @Test("has the light of sRGB for each value, to the nearest 65535th")
  func light() {
    for value in 0...255 {
      let share = Double(value) / 255
      let light = share <= 0.04045 ? share / 12.92 : pow((share + 0.055) / 1.055, 2.4)
      #expect(Int(castbookLight(UInt8(value))) == Int((light * 65535).rounded()))
    }
  }

  @Test("is filled only within its clip and its borders")
  func clip() {
    var canvas = Canvas(width: 20, height: 10, .grey(10))
    canvas.clip = Rectangle(x: 5, y: 2, width: 8, height: 6)
    canvas.fill(Rectangle(x: -50, y: -50, width: 500, height: 500), .white)
    for y in 0..<10 {
      for x in 0..<20 {
        let isInside = (5..<13).contains(x) && (2..<8).contains(y)
        #expect(canvas[x, y] == (isInside ? .white : .grey(10)))
      }
    }
    canvas.clip = Rectangle(x: -9, y: -9, width: 900, height: 900)
    canvas.fill(Rectangle(x: 19, y: 9, width: 900, height: 900), .black)
    #expect(canvas[19, 9] == .black)
    #expect(canvas[20, 9] == nil)
  }

  @Test("keeps its sides within 1 and 4096 pixels, whatever is requested")
  func sides() {
    #expect(Canvas(width: 0, height: -7, .white).size == PixelSize(width: 1, height: 1))
    #expect(Canvas(width: 1 << 40, height: 1, .white).size == PixelSize(width: 4096, height: 1))
  }

  @Test(
    "shows a picture where it was put, cut at the borders", arguments: [(-3, -2), (4, 1), (9, 9)])
  func picture(x: Int, y: Int) throws {
    let picture = try #require(Bitmap.noise(width: 7, height: 5, seed: 1))
    var canvas = Canvas(width: 10, height: 10, .grey(99))
    canvas.draw(picture, x: x, y: y)
    for row in 0..<10 {
      for column in 0..<10 {
        let (fromX, fromY) = (column - x, row - y)
        guard (0..<7).contains(fromX), (0..<5).contains(fromY) else {
          #expect(canvas[column, row] == .grey(99))
          continue
        }
        let offset = 3 * (fromY * 7 + fromX)
        let expected = Color(
          red: picture.rgb[offset], green: picture.rgb[offset + 1], blue: picture.rgb[offset + 2])
        #expect(canvas[column, row] == expected)
      }
    }
  }

  @Test("mixes an edge by light: half a pixel of white on black is 188, not 128")
  func edge() throws {
    let square = Outline(contours: [
      [.init(x: 0, y: 0), .init(x: 0, y: 10), .init(x: 15, y: 10), .init(x: 15, y: 0)]
    ])
    // 10 units are a pixel, so the shape is one and a half pixels wide.
    let mask = try #require(square.mask(size: 1, unitsPerEm: 10, x: 2 << 8, y: 3 << 8))
    #expect(mask.rectangle == Rectangle(x: 2, y: 2, width: 2, height: 1))
    #expect(mask.coverage == [255, 128])
    var canvas = Canvas(width: 6, height: 4, .black)
    canvas.draw(mask, .white)
    #expect(
      canvas.colors(in: Rectangle(x: 1, y: 2, width: 4, height: 1)) == [
        .black, .white, .grey(188), .black,
      ])
  }

  @Test("rounds a shape that has no corner at all")
  func ring() throws {
    let corners = [(0, 0), (0, 1000), (1000, 1000), (1000, 0)]
    let round = Outline(contours: [
      corners.map { Outline.Point(x: $0.0, y: $0.1, isOnCurve: false) }
    ])
    let mask = try #require(round.mask(size: 100, unitsPerEm: 1000, x: 0, y: 0))
    let covered = mask.coverage.reduce(0.0) { $0 + Double($1) / 255 }
    // Each curve cuts a third off the triangle of its corner.
    #expect(abs(covered - 10_000 * (1 - 4.0 / 24)) < 10)
  }

  @Test(
    "covers exactly the area of a shape, at any position and in any direction", arguments: 0..<200)
  func area(seed: Int) throws {
    // A triangle: its area is known without drawing it.
    let corners = (0..<3).map { corner in
      Outline.Point(
        x: (seed * 7919 + corner * 104_729) % 4001, y: (seed * 6007 + corner * 53_987) % 3001)
    }
    let first = (x: corners[1].x - corners[0].x, y: corners[1].y - corners[0].y)
    let second = (x: corners[2].x - corners[0].x, y: corners[2].y - corners[0].y)
    let doubled = abs(first.x * second.y - second.x * first.y)
    guard let mask = Outline(contours: [corners]).mask(size: 1, unitsPerEm: 100, x: 77, y: 9999)
    else {
      #expect(doubled == 0)
      return
    }
    let covered = mask.coverage.reduce(0.0) { $0 + Double($1) / 255 }
    // Rounding to 256ths of a pixel moves each side slightly, and each share to 255ths as well.
    #expect(abs(covered - Double(doubled) / 20_000) < 0.6)
  }
}
