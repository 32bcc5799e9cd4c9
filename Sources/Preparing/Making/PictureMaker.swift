package import Decoding
package import Media
internal import Model

/// Carries out a plan: makes the prepared copy of one picture.
///
/// It decodes the picture as often as necessary, writes it in the first accepted format that is
/// small enough, and scales it down when none is. When the plan permits, the encoded picture is
/// kept without decoding.
package struct PictureMaker: Sendable {
  let plan: PreparationPlan
  let limits: PreparationLimits
  private let options: PreparationOptions
  let bytes: [UInt8]
  private let profile: [UInt8]?
  private let border: PixelColor
  /// The XMP packet with the picture's authorship, or `nil` when the copy is not to contain any.
  private let packet: [UInt8]?

  /// A closure that decodes the picture at full size into a sink.
  package typealias Decode = (any PixelSink) async -> PixelOutcome

  /// Creates a maker for a plan.
  ///
  /// - Parameters:
  ///   - bytes: The original file.
  ///   - found: What the inspection of that file found.
  package init(
    _ plan: PreparationPlan, by planner: Planner, _ bytes: [UInt8], _ found: Inspection
  ) {
    self.plan = plan
    limits = planner.limits
    options = planner.options
    self.bytes = bytes
    profile = found.profile
    border = Self.border(plan, planner.options, found.picture)
    packet = plan.otherContent.kept.contains(.authorship) ? Self.packet(bytes, plan.format) : nil
  }

  /// Returns an XMP packet with the authorship that a file states, or `nil` when it states none in
  /// a form that can be read here.
  private static func packet(_ bytes: [UInt8], _ format: MediaFormat) -> [UInt8]? {
    let authorship = MetadataSurvey(of: bytes, format).authorship
    return authorship.isEmpty ? nil : authorship.packet
  }

  /// The maximum bytes of the encoded picture itself, without the authorship packet.
  private var maximumPictureBytes: Int? {
    plan.maximumBytes.map { limit in
      max(1, limit - (packet.map { $0.count + XMPWriter.overhead } ?? 0))
    }
  }

  /// Returns an encoded file with its authorship added, and the kinds of private metadata that it
  /// has.
  private func completed(
    _ bytes: [UInt8], _ format: MediaFormat, hasCredentials: Bool
  ) -> (bytes: [UInt8], kept: [PrivateMetadata]) {
    var kept: [PrivateMetadata] = hasCredentials ? [.credentials] : []
    guard let packet, let withPacket = XMPWriter.adding(packet, to: bytes, format) else {
      return (bytes, kept)
    }
    kept.append(.authorship)
    return (withPacket, kept.sorted())
  }

  /// The bytes of decoded pixels to keep between choosing a backdrop and making the copy, or 0 when
  /// there is no need or they are too many.
  private var surveyedBytes: Int {
    guard plan.image.alpha == .used, options.background == nil else { return 0 }
    let bytes = plan.image.codedSize.pixelCount * 4 * (plan.image.depth > 8 ? 2 : 1)
    return bytes <= 32 << 20 ? bytes : 0
  }

  /// The bytes of memory that making the copy takes, besides decoding.
  package var memory: Int {
    let canvas = plan.framing.canvas
    return surveyedBytes + ConvertedRows.memory(for: plan.image.codedSize)
      + UprightPicture.memory(for: plan.framing, plan.image.orientation)
      + max(
        JPEGWriter.memory(for: canvas, channels: 3, within: plan.maximumBytes),
        PNGWriter.memory(for: canvas, channels: 3, within: plan.maximumBytes))
  }

  /// Returns the maximum pixels of a copy that is made within the given bytes of memory.
  ///
  /// A copy takes three bytes per pixel and a little more, and its file, which without a `limit`
  /// may take as many again.
  package static func maximumPixelCount(within memory: Int, limit: Int?) -> Int {
    let room = memory - (32 << 20)
    let pixels = limit.map { (room - 3 * $0) / 4 } ?? room / 13
    return max(1 << 20, pixels)
  }

  /// Returns the colour of an added border: the requested one, or that of the edges it touches.
  private static func border(
    _ plan: PreparationPlan, _ options: PreparationOptions, _ picture: AnalysisPicture?
  ) -> PixelColor {
    guard plan.framing.isPadded else { return .white }
    if let asked = options.background { return asked }
    guard let picture else { return .white }
    let margins = PlainMargins(picture)
    return plan.framing.canvas.width > plan.framing.content.width
      ? margins.sideColor : margins.topAndBottomColor
  }

  /// Makes the copy within the given bytes of memory.
  ///
  /// - Parameter decode: Decodes the original; it may be called several times.
  package func make(within memory: Int, decode: Decode) async -> Result<
    PreparedPicture, PreparationFailure
  > {
    if plan.mayCopyLosslessly, let kept = keepingCoding(memory) { return .success(kept) }
    var backdrop: (color: PixelColor, because: PreparationStep.BackdropReason)?
    var decode = decode
    if plan.image.alpha == .used {
      if surveyedBytes > 0 {
        let pixels = BufferedPixels(byteLimit: surveyedBytes)
        // A decoding error is reported by the next pass, which decodes again.
        if await decode(pixels) == .complete, pixels.isWhole { decode = { pixels.replay(to: $0) } }
      }
      switch await self.backdrop(decode) {
      case .success(let found): backdrop = found
      case .failure(let trouble): return .failure(trouble)
      }
    }
    var framing = plan.framing
    var reason = plan.scaleReason
    // A quarter of the pixels fits after a few attempts, whatever the picture.
    for _ in 0..<12 {
      let buffer: PixelBuffer
      switch await self.framed(framing, backdrop?.color ?? .white, decode) {
      case .success(let picture): buffer = picture
      case .failure(let trouble): return .failure(trouble)
      }
      do {
        if let written = try write(buffer) {
          return .success(made(written, framing, reason, backdrop))
        }
        guard let smaller = try smaller(framing, buffer) else { break }
        framing = smaller
        reason = .bytes
      } catch {
        return .failure(.writingFailed(error))
      }
    }
    return .failure(tooHeavy)
  }

  // MARK: Pixels

  /// Returns the background for transparent parts: the requested colour, or the one that a survey
  /// of the border suggests.
  private func backdrop(_ decode: Decode) async -> Result<
    (color: PixelColor, because: PreparationStep.BackdropReason), PreparationFailure
  > {
    if let asked = options.background { return .success((asked, .requested)) }
    let survey = BorderSurvey()
    return await pass(into: survey, decode).map { survey.backdrop }
  }

  /// Decodes the picture into a framing, upright and flattened onto the backdrop.
  private func framed(
    _ framing: Framing, _ backdrop: PixelColor, _ decode: Decode
  ) async -> Result<PixelBuffer, PreparationFailure> {
    let upright = UprightPicture(framing, plan.image.orientation, over: backdrop, border: border)
    return await pass(into: upright, decode).flatMap {
      upright.finished.map(Result.success)
        ?? .failure(.decodingFailed(.failed("some of its rows are missing")))
    }
  }

  /// Decodes the picture once, converts the needed part to sRGB, and passes its rows on.
  private func pass(
    into sink: any ConvertedRows.RowSink, _ decode: Decode
  ) async -> Result<Void, PreparationFailure> {
    let size = plan.image.codedSize
    let rows = ConvertedRows(
      size, part: plan.framing.crop.stored(in: plan.image.size, plan.image.orientation),
      profile: profile, plan.image.color, into: sink)
    switch await decode(rows) {
    case .complete:
      return rows.failure.map { .failure(.decodingFailed(.failed($0))) } ?? .success(())
    case .outOfMemory: return .failure(.decodingFailed(.noMemory))
    case .declined:
      return .failure(
        .decodingFailed(rows.failure.map(PreparationFailure.PixelFailure.failed) ?? .noMemory))
    case .failed(let words): return .failure(.decodingFailed(.failed(words)))
    }
  }

  // MARK: Writing

  /// An encoded copy.
  private struct Written {
    let bytes: [UInt8]
    let coding: PreparationStep.Coding
  }

  /// Encodes a picture in the first planned format in which it is within the byte limit; returns
  /// `nil` when it is in none.
  private func write(_ buffer: PixelBuffer) throws(WritingError) -> Written? {
    for format in plan.formats {
      if format == .png {
        if let bytes = try PNGWriter.bytes(of: buffer, limit: maximumPictureBytes) {
          return Written(bytes: bytes, coding: .png)
        }
      } else if let fit = try JPEGWriter.fitting(
        buffer, within: maximumPictureBytes, floor: Self.lowestQuality)
      {
        let sampling = buffer.channels == 1 ? "grey" : fit.settings.sampling.name
        return Written(
          bytes: fit.bytes,
          coding: .jpeg(quality: fit.settings.quality, sampling: sampling))
      }
    }
    return nil
  }

  /// Returns a smaller framing in which a picture that exceeded the byte limit should fit, or `nil`
  /// when the targets accept no smaller one.
  private func smaller(
    _ framing: Framing, _ buffer: PixelBuffer
  ) throws(WritingError) -> Framing? {
    let count = maximumPictureBytes ?? .max
    // For JPEG, the size at the lowest quality shows how far it exceeds the limit; for PNG only the
    // fact is known.
    let lowestSettings = JPEGWriter.Settings(quality: Self.lowestQuality, sampling: .half)
    let heavy =
      plan.formats.contains(.jpeg)
      ? try JPEGWriter.bytes(of: buffer, settings: lowestSettings)?.count ?? 2 * count : 2 * count
    let share = max(1, min(95, 95 * count / max(1, heavy)))
    let pixels = framing.canvas.pixelCount / 100 * share
    guard let smaller = limits.framing(of: framing.crop, maximumPixels: pixels),
      smaller.canvas.pixelCount < framing.canvas.pixelCount
    else { return nil }
    return smaller
  }

  /// The quality in hundredths below which scaling down gives the better picture.
  private static let lowestQuality = 7500

  /// The failure of a picture that exceeds the byte limit at every accepted size.
  private var tooHeavy: PreparationFailure {
    let limit = limits.maximumBytes ?? 0
    return PreparationFailure(
      Finding(
        .imageTooHeavy, .error,
        message: "it is over the targets' byte limit at every size they accept",
        fix: "choose another target", limit: String(limit), unit: "bytes"))
  }

  // MARK: What was done

  /// Returns the finished copy with the steps that were applied, in the order of application.
  private func made(
    _ written: Written, _ framing: Framing, _ scaleReason: PreparationStep.ScaleReason?,
    _ backdrop: (color: PixelColor, because: PreparationStep.BackdropReason)?
  ) -> PreparedPicture {
    let steps = plan.steps(for: framing, scaleReason, backdrop: backdrop, border: border)
    let format: MediaFormat = written.coding == .png ? .png : .jpeg
    let (bytes, kept) = completed(written.bytes, format, hasCredentials: false)
    return PreparedPicture(
      bytes: bytes, format: format, size: framing.canvas,
      steps: steps + plan.stepsForKeeping(kept) + [.encode(written.coding)])
  }

  // MARK: Without decoding

  /// Returns a copy that keeps the encoded picture, or `nil` when that is impossible or the file is
  /// too large.
  private func keepingCoding(_ memory: Int) -> PreparedPicture? {
    guard let kept = losslessCopy(memory: memory) else { return nil }
    let (bytes, metadata) = completed(
      kept.bytes, plan.format, hasCredentials: kept.hasCredentials)
    // Private metadata that could not be removed losslessly requires re-encoding.
    guard bytes.count <= plan.maximumBytes ?? .max,
      MetadataSurvey(of: bytes, plan.format).kinds.isSubset(of: options.keptKinds)
    else { return nil }
    var steps = plan.otherContentSteps
    let image = plan.image
    if image.orientation != .upright { steps.append(.turn(image.orientation)) }
    if let crop = kept.crop { steps.append(.crop(crop.box, crop.because)) }
    steps += plan.stepsForKeeping(metadata) + [.keepCoding(plan.format)]
    return PreparedPicture(
      bytes: bytes, format: plan.format, size: kept.crop?.box.size ?? image.size,
      steps: steps)
  }
}

extension PixelBox {
  /// Returns the position of this part of an upright picture in the stored, unturned picture.
  func stored(in upright: PixelSize, _ orientation: Orientation) -> PixelBox {
    let right = upright.width - x - width
    let below = upright.height - y - height
    return switch orientation {
    case .upright: self
    case .mirrored: PixelBox(x: right, y: y, width: width, height: height)
    case .upsideDown: PixelBox(x: right, y: below, width: width, height: height)
    case .upsideDownMirrored: PixelBox(x: x, y: below, width: width, height: height)
    case .leftMirrored: PixelBox(x: y, y: x, width: height, height: width)
    case .turnedLeft: PixelBox(x: y, y: right, width: height, height: width)
    case .rightMirrored: PixelBox(x: below, y: right, width: height, height: width)
    case .turnedRight: PixelBox(x: below, y: x, width: height, height: width)
    }
  }
}
