package import Decoding
package import Media
internal import Model

/// Carries out a plan: makes the copy of one picture.
package struct PictureMaker: Sendable {
  let plan: PreparationPlan
  let limits: PreparationLimits
  private let options: PreparationOptions
  let bytes: [UInt8]
  private let profile: [UInt8]?
  private let border: PixelColor
  /// Who made the picture, where the copy is to say so.
  private let packet: [UInt8]?

  /// Hands over the picture's pixels at full size.
  package typealias Decode = (any PixelSink) async -> PixelOutcome

  package init(
    _ plan: PreparationPlan, by planner: Planner, _ bytes: [UInt8], _ found: Inspection
  ) {
    self.plan = plan
    limits = planner.limits
    options = planner.options
    self.bytes = bytes
    profile = found.profile
    border = Self.border(plan, planner.options, found.picture)
    packet = plan.baggage.kept.contains(.authorship) ? Self.packet(bytes, plan.format) : nil
  }

  /// The packet that names who made a picture; nothing where that is not said in a way that is read here.
  private static func packet(_ bytes: [UInt8], _ format: MediaFormat) -> [UInt8]? {
    let authorship = MetadataSurvey(of: bytes, format).authorship
    return authorship.isEmpty ? nil : authorship.packet
  }

  /// How many bytes the picture itself may take.
  private var mostBytes: Int? {
    plan.mostBytes.map { limit in
      max(1, limit - (packet.map { $0.count + MetadataWriting.overhead } ?? 0))
    }
  }

  /// A finished file with its authorship, and what was kept beside the picture.
  private func completed(
    _ bytes: [UInt8], _ format: MediaFormat, hasCredentials: Bool
  ) -> (bytes: [UInt8], kept: [PrivateMetadata]) {
    var kept: [PrivateMetadata] = hasCredentials ? [.credentials] : []
    guard let packet, let with = MetadataWriting.adding(packet, to: bytes, format) else {
      return (bytes, kept)
    }
    kept.append(.authorship)
    return (with, kept.sorted())
  }

  /// What is looked at for a backdrop is held for the copy, where it takes little: its bytes, else none.
  private var surveyedBytes: Int {
    guard plan.image.alpha == .used, options.background == nil else { return 0 }
    let bytes = plan.image.codedSize.pixelCount * 4 * (plan.image.depth > 8 ? 2 : 1)
    return bytes <= 32 << 20 ? bytes : 0
  }

  /// The memory that it takes besides decoding.
  package var memory: Int {
    let canvas = plan.framing.canvas
    return surveyedBytes + ConvertedRows.memory(for: plan.image.codedSize)
      + UprightPicture.memory(for: plan.framing, plan.image.orientation)
      + max(
        JPEGWriter.memory(for: canvas, channels: 3, within: plan.mostBytes),
        PNGWriter.memory(for: canvas, channels: 3, within: plan.mostBytes))
  }

  /// How many pixels a copy may have that is made within so much memory: three values a pixel and a little,
  /// and the file, which without a limit may have as many again.
  package static func mostPixels(within memory: Int, limit: Int?) -> Int {
    let room = memory - (32 << 20)
    let pixels = limit.map { (room - 3 * $0) / 4 } ?? room / 13
    return max(1 << 20, pixels)
  }

  /// The colour of borders: what was asked for, else that of the edges they begin at.
  private static func border(
    _ plan: PreparationPlan, _ options: PreparationOptions, _ picture: AnalysisPicture?
  ) -> PixelColor {
    guard plan.framing.isPadded else { return .white }
    if let asked = options.background { return asked }
    guard let picture else { return .white }
    let margins = PlainMargins(picture)
    return plan.framing.canvas.width > plan.framing.content.width
      ? margins.beside : margins.aboveAndBelow
  }

  /// Makes the copy within so much memory.
  package func make(within memory: Int, decode: Decode) async -> Result<MadePicture, NotMade> {
    if plan.mayKeepCoding, let kept = keepingCoding(memory) { return .success(kept) }
    var backdrop: (color: PixelColor, because: PreparationStep.Backdrop)?
    var decode = decode
    if plan.image.alpha == .used {
      if surveyedBytes > 0 {
        let pixels = HeldPixels(byteLimit: surveyedBytes)
        // What can't be decoded says so when it is handed over.
        if await decode(pixels) == .whole, pixels.isWhole { decode = { pixels.hand(to: $0) } }
      }
      switch await self.backdrop(decode) {
      case .success(let found): backdrop = found
      case .failure(let trouble): return .failure(trouble)
      }
    }
    var framing = plan.framing
    var reason = plan.scaleReason
    // Whatever the picture, a quarter of its pixels fits after a few tries.
    for _ in 0..<12 {
      let held: HeldPicture
      switch await self.held(framing, backdrop?.color ?? .white, decode) {
      case .success(let picture): held = picture
      case .failure(let trouble): return .failure(trouble)
      }
      do {
        if let written = try write(held) {
          return .success(made(written, framing, reason, backdrop))
        }
        guard let smaller = try smaller(framing, held) else { break }
        framing = smaller
        reason = .bytes
      } catch {
        return .failure(.unwritten(error))
      }
    }
    return .failure(tooHeavy)
  }

  // MARK: Pixels

  private func backdrop(
    _ decode: Decode
  ) async -> Result<(color: PixelColor, because: PreparationStep.Backdrop), NotMade> {
    if let asked = options.background { return .success((asked, .asked)) }
    let survey = BorderSurvey()
    return await pass(into: survey, decode).map { survey.backdrop }
  }

  private func held(
    _ framing: Framing, _ backdrop: PixelColor, _ decode: Decode
  ) async -> Result<HeldPicture, NotMade> {
    let upright = UprightPicture(framing, plan.image.orientation, over: backdrop, border: border)
    return await pass(into: upright, decode).flatMap {
      upright.held.map(Result.success)
        ?? .failure(.undecoded(.failed("some of its rows are missing")))
    }
  }

  private func pass(
    into taker: any ConvertedRows.Taker, _ decode: Decode
  ) async -> Result<Void, NotMade> {
    let size = plan.image.codedSize
    let rows = ConvertedRows(
      size, part: plan.framing.crop.stored(in: plan.image.size, plan.image.orientation),
      profile: profile, plan.image.color, into: taker)
    switch await decode(rows) {
    case .whole: return .success(())
    case .noMemory: return .failure(.undecoded(.noMemory))
    case .declined:
      return .failure(.undecoded(rows.failure.map(NotMade.PixelTrouble.failed) ?? .noMemory))
    case .failed(let words): return .failure(.undecoded(.failed(words)))
    }
  }

  // MARK: Writing

  /// A copy that was written.
  private struct Written {
    let bytes: [UInt8]
    let coding: PreparationStep.Coding
  }

  /// Writes it in the first format in which it is light enough.
  private func write(_ held: HeldPicture) throws(WritingError) -> Written? {
    for format in plan.formats {
      if format == .png {
        if let bytes = try PNGWriter.bytes(of: held, limit: mostBytes) {
          return Written(bytes: bytes, coding: .png)
        }
      } else if let fit = try JPEGWriter.fitting(
        held, within: mostBytes, floor: Self.coarsest)
      {
        let sampling = held.channels == 1 ? "grey" : fit.settings.sampling.name
        return Written(
          bytes: fit.bytes,
          coding: .jpeg(quality: fit.settings.quality, sampling: sampling))
      }
    }
    return nil
  }

  /// A smaller frame, in which a picture that was too heavy should be light enough.
  private func smaller(
    _ framing: Framing, _ held: HeldPicture
  ) throws(WritingError) -> Framing? {
    let count = mostBytes ?? .max
    // How much too heavy a JPEG is where it is coarsest; of a PNG nothing is known but that it is.
    let coarsest = JPEGWriter.Settings(quality: Self.coarsest, sampling: .half)
    let heavy =
      plan.formats.contains(.jpeg)
      ? try JPEGWriter.bytes(of: held, settings: coarsest)?.count ?? 2 * count : 2 * count
    let share = max(1, min(95, 95 * count / max(1, heavy)))
    let pixels = framing.canvas.pixelCount / 100 * share
    guard let smaller = limits.framing(of: framing.crop, mostPixels: pixels),
      smaller.canvas.pixelCount < framing.canvas.pixelCount
    else { return nil }
    return smaller
  }

  /// The quality in hundredths below which a smaller picture is the better one.
  private static let coarsest = 7500

  private var tooHeavy: NotMade {
    let limit = limits.mostBytes ?? 0
    return NotMade(
      Finding(
        .imageTooHeavy, .error,
        message: "it is over the targets' byte limit at every size they accept",
        fix: "choose another target", limit: String(limit), unit: "bytes"))
  }

  // MARK: What was done

  private func made(
    _ written: Written, _ framing: Framing, _ scaleReason: PreparationStep.ScaleReason?,
    _ backdrop: (color: PixelColor, because: PreparationStep.Backdrop)?
  ) -> MadePicture {
    var steps = plan.baggageSteps
    let image = plan.image
    if image.orientation != .upright { steps.append(.turn(image.orientation)) }
    if let reason = plan.cropReason { steps.append(.crop(framing.crop, reason)) }
    if !image.color.isSRGB { steps.append(.convertColors(from: image.color.name)) }
    if image.depth > 8 { steps.append(.reduceDepth(from: image.depth)) }
    if let backdrop { steps.append(.layOver(backdrop.color, backdrop.because)) }
    if framing.isScaled {
      steps.append(.scale(from: framing.crop.size, to: framing.content, scaleReason ?? .size))
    }
    if framing.isPadded {
      steps.append(.pad(to: framing.canvas, x: framing.left, y: framing.top, border))
    }
    let format: MediaFormat = written.coding == .png ? .png : .jpeg
    let (bytes, kept) = completed(written.bytes, format, hasCredentials: false)
    steps += plan.keeping(kept) + [.encode(written.coding)]
    return MadePicture(bytes: bytes, format: format, size: framing.canvas, steps: steps)
  }

  // MARK: Without decoding

  /// The copy made of the coded picture, where that can be done and is light enough.
  private func keepingCoding(_ memory: Int) -> MadePicture? {
    guard let kept = recoded(memory) else { return nil }
    let (bytes, metadata) = completed(
      kept.bytes, plan.format, hasCredentials: kept.hasCredentials)
    // What could not be taken out of the file goes when it is coded again.
    guard bytes.count <= plan.mostBytes ?? .max,
      MetadataSurvey(of: bytes, plan.format).kinds.isSubset(of: options.keptKinds)
    else { return nil }
    var steps = plan.baggageSteps
    let image = plan.image
    if image.orientation != .upright { steps.append(.turn(image.orientation)) }
    if let crop = kept.crop { steps.append(.crop(crop.box, crop.because)) }
    steps += plan.keeping(metadata) + [.keepCoding(plan.format)]
    return MadePicture(
      bytes: bytes, format: plan.format, size: kept.crop?.box.size ?? image.size,
      steps: steps)
  }
}

extension PixelBox {
  /// Where a part of an upright picture lies in the stored one.
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
