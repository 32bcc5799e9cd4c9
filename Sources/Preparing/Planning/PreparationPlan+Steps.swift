internal import Model

extension PreparationPlan {
  /// What is left out of the file, whatever becomes of the picture.
  var baggageSteps: [PreparationStep] {
    var steps: [PreparationStep] = []
    if image.frames > 1 { steps.append(.takeFirst(of: image.frames, .frames)) }
    if image.pages > 1 { steps.append(.takeFirst(of: image.pages, .pages)) }
    if !baggage.privateMetadata.isEmpty { steps.append(.dropMetadata(baggage.privateMetadata)) }
    if baggage.trailingBytes > 0 { steps.append(.dropTrailing(baggage.trailingBytes)) }
    if baggage.lacksEnd { steps.append(.closeEnd) }
    return steps
  }

  /// Whether a copy that was made by these steps, and has so many bytes, is as good as the one that this plan
  /// would make. What only looking at the picture tells, such as bars and colors of borders, may be any.
  package func isServed(by steps: [PreparationStep], byteCount: Int) -> Bool {
    let hasBars = steps.contains { if case .crop(_, .bars) = $0 { true } else { false } }
    let made = steps.filter { !Self.isFound($0) }.map { Self.plain($0, hasBars: hasBars) }
    let wanted = foreseen.map { Self.plain($0, hasBars: hasBars) }
    return Set(made) == Set(wanted) && steps.allSatisfy { isFine($0, byteCount) }
  }

  /// What is known of the steps before the picture is looked at.
  private var foreseen: [PreparationStep] {
    var steps = baggageSteps
    if image.orientation != .upright { steps.append(.turn(image.orientation)) }
    if let reason = cropReason, reason != .bars { steps.append(.crop(framing.crop, reason)) }
    if !image.color.isSRGB { steps.append(.convertColors(from: image.color.name)) }
    if image.depth > 8 { steps.append(.reduceDepth(from: image.depth)) }
    if image.alpha == .used { steps.append(.layOver(.white, .plain)) }
    if framing.isScaled {
      steps.append(.scale(from: framing.crop.size, to: framing.content, scaleReason ?? .size))
    }
    if framing.isPadded {
      steps.append(.pad(to: framing.canvas, x: framing.left, y: framing.top, .white))
    }
    return steps
  }

  /// Whether a step comes of looking at the picture, or of how it was coded.
  private static func isFound(_ step: PreparationStep) -> Bool {
    switch step {
    case .encode, .keepCoding, .crop(_, .bars), .crop(_, .blocks), .scale(_, _, .bytes),
      .scale(_, _, .memory):
      true
    default: false
    }
  }

  /// The step without what is found by looking: where bars went, sizes are others.
  private static func plain(_ step: PreparationStep, hasBars: Bool) -> PreparationStep {
    let none = PixelSize(width: 0, height: 0)
    return switch step {
    case .layOver: .layOver(.white, .plain)
    case .pad(let size, let x, let y, _):
      hasBars ? .pad(to: none, x: 0, y: 0, .white) : .pad(to: size, x: x, y: y, .white)
    case .scale(_, _, let reason) where hasBars: .scale(from: none, to: none, reason)
    default: step
    }
  }

  /// Whether it was coded as finely as there is room for.
  private func isFine(_ step: PreparationStep, _ byteCount: Int) -> Bool {
    guard case .encode(.jpeg(let quality, _)) = step, quality < JPEGWriter.Settings.best.quality else { return true }
    return mostBytes.map { 10 * byteCount >= 9 * $0 } ?? false
  }
}
