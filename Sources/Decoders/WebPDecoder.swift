internal import Decoding
internal import Model

/// Decodes WebP with libwebp: a still picture, or every frame of an animation, each on its own.
@safe struct WebPDecoder {
  /// The bytes of the file, which the caller keeps.
  private let bytes: UnsafeRawBufferPointer
  private let container: WebPContainer

  /// The largest number of pixels in all frames of an animation: 240 frames of 1920 × 1080.
  static let animationLimit = 500_000_000

  private init(_ bytes: UnsafeRawBufferPointer) {
    unsafe self.bytes = unsafe bytes
    container = unsafe WebPContainer(bytes)
  }

  // MARK: Proof

  /// Decodes the whole file. The small pictures that `options` request show the first frame.
  static func decode(
    _ bytes: UnsafeRawBufferPointer, options: DecodingOptions,
    animationLimit: Int = animationLimit
  ) -> DecodedPicture {
    unsafe WebPDecoder(bytes).proof(options, animationLimit: animationLimit)
  }

  private func proof(_ options: DecodingOptions, animationLimit: Int) -> DecodedPicture {
    var picture = DecodedPicture()
    guard container.isWhole, let size else {
      picture.problem = .corrupt("its encoded data are damaged")
      return picture
    }
    let hasAlpha = pictureHeader?.hasAlpha ?? (flags & 0x10 != 0)
    picture.size = size
    picture.depth = 8
    picture.channels = hasAlpha ? 4 : 3
    picture.alpha = hasAlpha ? .unknown : .none
    let reduction = PictureReduction(size, .rgb, options)
    picture.exceedsMemory = reduction.ranOutOfMemory
    let goal = reduction.needsRows ? WebPLibrary.Goal(reduction: reduction) : nil
    do throws(DecodedPicture.Problem) {
      let isTransparent =
        isAnimated
        ? try frames(on: size, within: animationLimit, goal)
        : try unsafe decoded(picturePart, orFail: "its encoded data are damaged", goal)
      if hasAlpha { picture.alpha = isTransparent ? .used : .unused }
      picture.luma = reduction.plane
      picture.small = reduction.small
    } catch {
      picture.problem = error
    }
    return picture
  }

  /// Decodes every frame of an animation and returns whether the first has a transparent pixel.
  ///
  /// Later frames are transparent wherever they keep the pixels of the frame before.
  private func frames(
    on canvas: PixelSize, within limit: Int, _ goal: WebPLibrary.Goal?
  ) throws(DecodedPicture.Problem) -> Bool {
    var budget = limit
    var isTransparent: Bool?
    for (index, chunk) in container.frames.enumerated() {
      let words = "frame \(index + 1) of its animation is damaged"
      guard let frame = frame(in: chunk, within: canvas) else { throw .corrupt(words) }
      budget -= frame.header.width * frame.header.height
      guard budget > 0 else { throw .tooComplex("its animation is too long to prove") }
      var frameGoal = index == 0 ? goal : nil
      frameGoal?.left = frame.left
      frameGoal?.top = frame.top
      let result = try unsafe decoded(frame.data, orFail: words, frameGoal)
      if isTransparent == nil { isTransparent = result }
    }
    guard let isTransparent else { throw .corrupt("it is an animation without frames") }
    return isTransparent
  }

  /// Decodes one picture and returns whether any pixel is transparent; `words` describe its damage.
  private func decoded(
    _ data: UnsafeRawBufferPointer, orFail words: String, _ goal: WebPLibrary.Goal?
  ) throws(DecodedPicture.Problem) -> Bool {
    guard let header = unsafe WebPLibrary.header(of: data) else { throw .corrupt(words) }
    do throws(WebPLibrary.Failure) {
      return try unsafe WebPLibrary.decode(data, hasAlpha: header.hasAlpha, into: goal)
    } catch {
      throw error.problem(orDamage: words)
    }
  }

  // MARK: Full-size pixels

  /// Hands over the first picture on its canvas, with transparent pixels around a smaller frame.
  static func pixels(_ bytes: UnsafeRawBufferPointer, into sink: any PixelSink) -> DecodedPicture {
    unsafe WebPDecoder(bytes).handOver(to: sink)
  }

  private func handOver(to sink: any PixelSink) -> DecodedPicture {
    guard container.isWhole, let canvas = size, let first = firstFrame(on: canvas) else {
      return DecodedPicture(problem: .corrupt("its parts contradict each other"))
    }
    guard PixelLayout.supports(canvas), canvas.pixelCount <= Decoder.pixelLimit else {
      return DecodedPicture(problem: .tooManyPixels(canvas.pixelCount))
    }
    let header = first.header
    let isWhole = header.width == canvas.width && header.height == canvas.height
    let layout = PixelLayout(size: canvas, colors: .rgb, hasAlpha: header.hasAlpha || !isWhole)
    do throws(WebPLibrary.Failure) {
      try unsafe WebPLibrary.withPixels(of: first.data, hasAlpha: layout.hasAlpha) { row in
        guard sink.begin(layout) else { return }
        addRows(of: first, layout, row, to: sink)
      }
    } catch {
      return DecodedPicture(problem: error.problem(orDamage: "its encoded data are damaged"))
    }
    var picture = DecodedPicture()
    picture.size = canvas
    picture.depth = 8
    picture.channels = layout.channels
    return picture
  }

  private func addRows(
    of frame: Frame, _ layout: PixelLayout, _ pixels: (Int) -> [UInt8], to sink: any PixelSink
  ) {
    var pieces = PixelRowBatch(layout, sink)
    let blank = [UInt8](repeating: 0, count: layout.rowBytes)
    let left = frame.left * layout.channels
    for row in 0..<layout.size.height {
      let sourceRow = row - frame.top
      guard sourceRow >= 0, sourceRow < frame.header.height else {
        pieces.add(blank)
        continue
      }
      let values = pixels(sourceRow)
      let right = left + values.count
      pieces.add(
        values.count == blank.count
          ? values : Array(blank[..<left] + values + blank[min(right, blank.count)...]))
    }
    pieces.flush()
  }

  // MARK: Parts

  /// A picture with its position on the canvas.
  @safe private struct Frame {
    /// The coded picture, as a file of its own or with its chunks only.
    let data: UnsafeRawBufferPointer
    let header: WebPLibrary.Header
    var left = 0
    var top = 0
  }

  /// The part of the file that the RIFF header claims.
  private var picturePart: UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(rebasing: bytes[..<container.pictureEnd])
  }

  private var pictureHeader: WebPLibrary.Header? { unsafe WebPLibrary.header(of: picturePart) }

  /// The flags in the extended header, or 0 without one.
  private var flags: UInt8 {
    guard let chunk = container.first("VP8X"), !chunk.data.isEmpty else { return 0 }
    return unsafe bytes[chunk.data.lowerBound]
  }

  private var isAnimated: Bool { flags & 0x02 != 0 }

  /// The size of the canvas, or `nil` if it can't be read.
  private var size: PixelSize? {
    if let canvas = container.first("VP8X"), canvas.data.count >= 10 {
      return PixelSize(
        width: number(at: canvas.data.lowerBound + 4) + 1,
        height: number(at: canvas.data.lowerBound + 7) + 1)
    }
    return pictureHeader.map { PixelSize(width: $0.width, height: $0.height) }
  }

  /// Returns the three bytes at a position, which the caller has checked.
  private func number(at position: Int) -> Int {
    unsafe Int(bytes[position]) | Int(bytes[position + 1]) << 8 | Int(bytes[position + 2]) << 16
  }

  private func firstFrame(on canvas: PixelSize) -> Frame? {
    if isAnimated { return container.frames.first.flatMap { frame(in: $0, within: canvas) } }
    guard let header = pictureHeader,
      header.width == canvas.width, header.height == canvas.height
    else { return nil }
    return unsafe Frame(data: picturePart, header: header)
  }

  /// Returns a frame of an animation; `nil` if its size isn't the announced one, or it does not fit
  /// on the canvas.
  ///
  /// A frame begins with 16 bytes of position, size and duration.
  private func frame(in chunk: WebPContainer.Chunk, within canvas: PixelSize) -> Frame? {
    guard chunk.data.count >= 16 else { return nil }
    let start = chunk.data.lowerBound
    let data = unsafe UnsafeRawBufferPointer(rebasing: bytes[(start + 16)..<chunk.data.upperBound])
    guard let header = unsafe WebPLibrary.header(of: data) else { return nil }
    let (left, top) = (2 * number(at: start), 2 * number(at: start + 3))
    guard header.width == number(at: start + 6) + 1, header.height == number(at: start + 9) + 1,
      left + header.width <= canvas.width, top + header.height <= canvas.height
    else { return nil }
    return unsafe Frame(data: data, header: header, left: left, top: top)
  }
}

extension WebPLibrary.Failure {
  /// Returns the problem to report; `words` describe the damage.
  fileprivate func problem(orDamage words: String) -> DecodedPicture.Problem {
    switch self {
    case .truncated: .truncated("the encoded data end too early")
    case .noMemory: .outOfMemory
    case .damaged, .otherVersion: .corrupt(words)
    }
  }
}
