internal import Model

extension PreparationPlan {
  /// What is left out of the file, whatever becomes of the picture.
  var baggageSteps: [PreparationStep] {
    var steps: [PreparationStep] = []
    if image.frames > 1 { steps.append(.takeFirst(of: image.frames, .frames)) }
    if image.pages > 1 {
      steps.append(
        image.page > 1
          ? .takePrimary(image.page, of: image.pages) : .takeFirst(of: image.pages, .pages))
    }
    if !baggage.privateMetadata.isEmpty { steps.append(.dropMetadata(baggage.privateMetadata)) }
    if baggage.hasBadProfile { steps.append(.dropProfile) }
    if baggage.trailingBytes > 0 { steps.append(.dropTrailing(baggage.trailingBytes)) }
    if baggage.lacksEnd { steps.append(.closeEnd) }
    return steps
  }

  /// Whether a copy that was made by these steps, and has so many bytes, is as good as the one that this plan
  /// would make. What only looking at the picture tells, such as bars, plain borders and their colors, may be any.
  package func isServed(by steps: [PreparationStep], byteCount: Int) -> Bool {
    let (shapes, wantedShapes) = (steps.filter(Self.isShape), foreseen.filter(Self.isShape))
    let areBars = shapes.allSatisfy { if case .crop(_, .bars) = $0 { true } else { false } }
    guard areBars || !wantedShapes.isEmpty, !shapes.isEmpty || wantedShapes.isEmpty else {
      return false
    }
    // Of another shape it has other sizes.
    let isPlain = shapes.isEmpty
    func others(_ steps: [PreparationStep]) -> Set<PreparationStep> {
      Set(
        steps.filter { step in
          if case .scale = step, !isPlain { return false }
          // Credentials stay only where the coding could be kept.
          if case .keepMetadata(let kinds) = step, !kinds.contains(.authorship) {
            return false
          }
          return !Self.isFound(step) && !Self.isShape(step)
        }.map { step in
          switch step {
          case .layOver: .layOver(.white, .plain)
          case .keepMetadata: .keepMetadata([.authorship])
          default: step
          }
        })
    }
    return others(steps) == others(foreseen + keeping(baggage.kept))
      && steps.allSatisfy { isFine($0, byteCount) }
  }

  /// What stays beside the picture, in a step of its own.
  func keeping(_ kinds: [PrivateMetadata]) -> [PreparationStep] {
    kinds.isEmpty ? [] : [.keepMetadata(kinds)]
  }

  /// What is known of the steps before the picture is looked at.
  private var foreseen: [PreparationStep] {
    var steps = baggageSteps
    if image.orientation != .upright { steps.append(.turn(image.orientation)) }
    if let reason = cropReason { steps.append(.crop(framing.crop, reason)) }
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

  /// Whether a step gives the picture another shape.
  private static func isShape(_ step: PreparationStep) -> Bool {
    switch step {
    case .crop(_, .bars), .crop(_, .aspect), .pad: true
    default: false
    }
  }

  /// Whether a step comes of how the picture is coded, or of the memory there is.
  private static func isFound(_ step: PreparationStep) -> Bool {
    switch step {
    case .encode, .keepCoding, .crop(_, .blocks), .scale(_, _, .bytes), .scale(_, _, .memory): true
    default: false
    }
  }

  /// Whether it was coded as finely as there is room for.
  private func isFine(_ step: PreparationStep, _ byteCount: Int) -> Bool {
    guard case .encode(.jpeg(let quality, _)) = step, quality < JPEGWriter.Settings.best.quality
    else { return true }
    return mostBytes.map { 10 * byteCount >= 9 * $0 } ?? false
  }
}
