import CMeasures
import Files
import Testing

@Suite("Another processor") struct Processors {
  private typealias Measuring = (
    UnsafePointer<UInt8>?, Int32, Int32, UnsafeMutablePointer<Double>?
  ) -> Int32

  private func numbers(_ picture: PaintedPicture, _ measure: Measuring) -> [Double] {
    var numbers = [Double](repeating: 0, count: Int(CASTBOOK_MEASURES))
    let count = picture.rgb.withUnsafeBufferPointer { rgb in
      numbers.withUnsafeMutableBufferPointer {
        measure(rgb.baseAddress, Int32(picture.width), Int32(picture.height), $0.baseAddress)
      }
    }
    return Array(numbers.prefix(Int(count)))
  }

  @Test(
    "gives equal measures, without the instructions of newer ones",
    arguments: [(320, 240), (231, 530), (600, 90), (97, 61)])
  func same(width: Int, height: Int) {
    let pictures = [
      PaintedPicture.board(width, height).noisy(4),
      PaintedPicture.board(width, height).blurred(2, 2),
      PaintedPicture(width, height, grey: { _, _ in 230 })
        .with(.board(width / 2, height / 2), x: width / 4, y: height / 4),
    ]
    for picture in pictures {
      let plain = numbers(picture, castbook_measures_plain)
      #expect(plain.count > 20)
      #expect(numbers(picture, castbook_measures_as_shipped) == plain)
      let reduced = numbers(picture, castbook_reduction_plain)
      #expect(reduced.count > 20)
      #expect(numbers(picture, castbook_reduction_as_shipped) == reduced)
    }
  }
}
