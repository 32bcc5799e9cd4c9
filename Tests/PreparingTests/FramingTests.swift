import Checking
import Model
import Targets
import TestSupport
import Testing

@testable import Preparing

@Suite("The frame of a picture in its copy") struct Framings {
  private static func limits(
    least: Int = 300, most: Int? = nil, area: Int? = nil, narrowest: Ratio? = Ratio(2, 5),
    widest: Ratio? = Ratio(5, 2), isOpen: Bool = false
  ) -> PreparationLimits {
    var limits = PreparationLimits()
    limits.minimumSide = least
    limits.maximumSide = most
    limits.maximumArea = area
    limits.minimumAspect = narrowest.map { .init(ratio: $0, isOpen: isOpen) }
    limits.maximumAspect = widest.map { .init(ratio: $0, isOpen: isOpen) }
    return limits
  }

  @Test(
    "A border brings any size within the ratios, and one pixel less does not"
  )
  func padded() {
    var random = SeededGenerator(seed: 6)
    for isOpen in [false, true] {
      let limits = Self.limits(isOpen: isOpen)
      for _ in 0..<2000 {
        let size = PixelSize(
          width: Int.random(in: 1...9000, using: &random),
          height: Int.random(in: 1...9000, using: &random))
        let canvas = limits.padded(size)
        #expect(!limits.isTooWide(canvas) && !limits.isTooNarrow(canvas), "\(size)")
        #expect(canvas.width >= size.width && canvas.height >= size.height)
        if canvas.height > size.height {
          let less = PixelSize(width: canvas.width, height: canvas.height - 1)
          #expect(limits.isTooWide(less), "\(size) → \(canvas)")
        }
        if canvas.width > size.width {
          let less = PixelSize(width: canvas.width - 1, height: canvas.height)
          #expect(limits.isTooNarrow(less), "\(size) → \(canvas)")
        }
      }
    }
  }

  @Test("The part that cropping keeps is the largest within the ratios")
  func cropped() throws {
    var random = SeededGenerator(seed: 7)
    let limits = Self.limits()
    for _ in 0..<2000 {
      let size = PixelSize(
        width: Int.random(in: 10...9000, using: &random),
        height: Int.random(in: 10...9000, using: &random))
      let part = try #require(limits.cropped(size))
      #expect(!limits.isTooWide(part) && !limits.isTooNarrow(part), "\(size)")
      if part.width < size.width {
        #expect(limits.isTooWide(PixelSize(width: part.width + 1, height: part.height)))
      }
      if part.height < size.height {
        #expect(limits.isTooNarrow(PixelSize(width: part.width, height: part.height + 1)))
      }
    }
  }

  @Test("A copy is as large as the limits allow, in the shape of its original")
  func framed() throws {
    var random = SeededGenerator(seed: 8)
    let limits = Self.limits(most: 2048, area: 3_000_000)
    for _ in 0..<1000 {
      let size = PixelSize(
        width: Int.random(in: 400...20000, using: &random),
        height: Int.random(in: 400...20000, using: &random))
      guard let framing = limits.framing(of: PixelBox(of: size)) else { continue }
      #expect(!limits.isTooLarge(framing.canvas) && !limits.isTooSmall(framing.canvas))
      #expect(!limits.isTooWide(framing.canvas) && !limits.isTooNarrow(framing.canvas))
      #expect(framing.content.width <= size.width && framing.content.height <= size.height)
      let shape = Double(size.width) / Double(size.height)
      let minimum = Double(framing.content.width) - 0.51,
        maximum = Double(framing.content.width) + 0.51
      #expect(minimum <= shape * (Double(framing.content.height) + 0.51))
      #expect(maximum >= shape * (Double(framing.content.height) - 0.51))
    }
  }

  @Test("A picture that fits stays as it is")
  func unchanged() throws {
    let size = PixelSize(width: 1200, height: 800)
    let framing = try #require(Self.limits(most: 4000).framing(of: PixelBox(of: size)))
    #expect(framing.canvas == size && !framing.isScaled && !framing.isPadded)
  }

  @Test("A strip that would be too small inside a border has no frame")
  func strip() {
    let strip = PixelBox(of: PixelSize(width: 20000, height: 1000))
    #expect(Self.limits(most: 2048).framing(of: strip) == nil)
  }

  @Test(
    "Enlarging goes as far as it must, and no further",
    arguments: [(100, 200), (299, 300), (1, 2), (250, 600)])
  func enlarged(width: Int, height: Int) throws {
    let limits = Self.limits()
    let framing = try #require(
      limits.enlarged(PixelBox(of: PixelSize(width: width, height: height))))
    #expect(framing.content.shorterSide >= 300)
    #expect(framing.content.shorterSide <= 303)
    #expect(!limits.isTooWide(framing.canvas) && !limits.isTooNarrow(framing.canvas))
  }

  @Test("If limits leave no room between too small and too large, the result is nil")
  func contradiction() {
    let limits = Self.limits(least: 3000, most: 2000)
    #expect(limits.framing(of: PixelBox(of: PixelSize(width: 4000, height: 4000))) == nil)
    #expect(limits.enlarged(PixelBox(of: PixelSize(width: 1000, height: 1000))) == nil)
  }

  @Test("A part of an upright picture is found in the stored one, in every orientation")
  func stored() {
    let upright = PixelSize(width: 30, height: 20)
    let part = PixelBox(x: 3, y: 5, width: 7, height: 11)
    for orientation in Orientation.allCases {
      let box = part.stored(in: upright, orientation)
      #expect(box.size == part.size.upright(orientation))
      // Turned like the whole, its corners meet those of the part.
      let stored = upright.upright(orientation)
      let corners = Self.upright(box, stored, orientation)
      #expect(corners == part, "\(orientation)")
    }
  }

  /// The upright position of a part of a stored picture, pixel by pixel as EXIF defines it.
  private static func upright(
    _ part: PixelBox, _ stored: PixelSize, _ orientation: Orientation
  ) -> PixelBox {
    let corners = [
      (part.x, part.y), (part.x + part.width - 1, part.y + part.height - 1),
    ].map { x, y in Self.place(x, y, stored, orientation) }
    let (xs, ys) = (corners.map(\.0), corners.map(\.1))
    let (left, top) = (xs.min() ?? 0, ys.min() ?? 0)
    return PixelBox(
      x: left, y: top, width: (xs.max() ?? 0) - left + 1, height: (ys.max() ?? 0) - top + 1)
  }

  static func place(
    _ x: Int, _ y: Int, _ size: PixelSize, _ orientation: Orientation
  ) -> (Int, Int) {
    let (right, below) = (size.width - 1 - x, size.height - 1 - y)
    return switch orientation {
    case .upright: (x, y)
    case .mirrored: (right, y)
    case .upsideDown: (right, below)
    case .upsideDownMirrored: (x, below)
    case .leftMirrored: (y, x)
    case .turnedLeft: (below, x)
    case .rightMirrored: (below, right)
    case .turnedRight: (y, right)
    }
  }
}

@Suite("The common limits of several targets") struct JointLimits {
  private static func targets(_ names: [String]) throws -> [CheckTarget] {
    let catalogue = try TargetCatalogue()
    return try names.map { try CheckTarget(catalogue.find($0), slot: nil, in: catalogue) }
  }

  @Test("are the strictest of each")
  func strictest() throws {
    let one = PreparationLimits(try Self.targets(["kling"]))
    #expect(one.minimumSide == 300)
    #expect(one.maximumBytes == 10_000_000)
    #expect(one.maximumAspect?.ratio == Ratio(5, 2))
    #expect(one.accepts(.jpeg) && one.accepts(.png) && !one.accepts(.heic))
    let all = try TargetCatalogue().names
    for other in all {
      let joint = PreparationLimits(try Self.targets(["kling", other]))
      let own = PreparationLimits(try Self.targets([other]))
      #expect(joint.minimumSide == max(one.minimumSide, own.minimumSide))
      #expect(joint.maximumBytes ?? .max == min(one.maximumBytes ?? .max, own.maximumBytes ?? .max))
      for format in MediaFormat.allCases {
        #expect(joint.accepts(format) == (one.accepts(format) && own.accepts(format)))
      }
    }
  }
}

@Suite("Steps in records") struct WrittenSteps {
  static let steps: [PreparationStep] = [
    .keepFirst(of: 3, .frames), .keepFirst(of: 2, .pages), .turn(.turnedLeft),
    .convertColors(from: "Display P3"), .reduceDepth(from: 16), .flatten(.white, .plain),
    .flatten(PixelColor(red: 1, green: 20, blue: 255), .border),
    .crop(PixelBox(x: 1, y: 2, width: 3, height: 4), .bars),
    .scale(
      from: PixelSize(width: 9, height: 6), to: PixelSize(width: 3, height: 2), .size),
    .pad(to: PixelSize(width: 5, height: 9), x: 1, y: 2, .grey),
    .dropMetadata([.location, .owner]), .dropTrailing(12), .addMissingEnd,
    .encode(.jpeg(quality: 9240, sampling: "4:2:0")), .encode(.png), .encode(.wav),
    .cut(start: 9, end: 110_250, rate: 22_050), .oneChannel(1, of: 2), .keepCoding(.jpeg),
    .trim(start: 4000, end: 11_900), .thin(every: 2), .keepCoding(.mp4), .encode(.h264),
    .encode(.aac), .keepFirst(of: 2, .tracks), .keepPrimary(2, of: 5),
    .keepMetadata([.authorship, .credentials]), .dropProfile, .deinterlace(.bottom),
  ]

  /// The steps with each of their reasons.
  private static let reasons: [PreparationStep] =
    PreparationStep.BackdropReason.allCases.map { .flatten(.grey, $0) }
    + PreparationStep.CropReason.allCases.map {
      .crop(PixelBox(x: 0, y: 1, width: 20, height: 30), $0)
    }
    + PreparationStep.ScaleReason.allCases.map {
      .scale(from: PixelSize(width: 8, height: 7), to: PixelSize(width: 16, height: 14), $0)
    }

  @Test("are read back as they were", arguments: steps + reasons)
  func again(step: PreparationStep) throws {
    let text = step.json.compactBytes
    #expect(PreparationStep(json: try JSONParser.parse(text)) == step)
    #expect(!step.summary.isEmpty)
  }

  @Test("of an unknown kind keep their name")
  func unknown() throws {
    let step: JSONValue = ["step": "polish", "with": "wax"]
    #expect(PreparationStep(json: step) == nil)
    #expect(
      PreparationStep.words([step, PreparationStep.addMissingEnd.json])
        == "polish; missing end added")
  }

  @Test(
    "have colors as people write them",
    arguments: [
      ("white", "#ffffff"), ("#ABC", "#aabbcc"), ("#01fE2d", "#01fe2d"), ("grey", "#808080"),
    ])
  func colors(text: String, color: String) throws {
    #expect(PixelColor(text)?.text == color)
  }

  @Test("refuse an invalid color", arguments: ["", "#", "#12", "#12345g", "blue", "ffffff"])
  func noColors(text: String) { #expect(PixelColor(text) == nil) }
}
