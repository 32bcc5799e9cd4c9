package import Model

/// The changes that make a picture's targets accept it.
///
/// A `Planner` makes plans; a `PictureMaker` carries them out.
package struct PreparationPlan: Hashable, Sendable {
  let image: ImageFacts
  let format: MediaFormat
  let framing: Framing
  /// Why the picture is cropped, or `nil` when all of it is kept.
  let cropReason: PreparationStep.CropReason?
  /// Why the picture is scaled, or `nil` when it keeps its size.
  let scaleReason: PreparationStep.ScaleReason?
  /// Findings that remain true of the copy: that it was enlarged, or that its colours were guessed.
  package let remarks: [Finding]
  /// The parts of the file besides the picture.
  let otherContent: OtherContent
  /// Whether the copy may be made from the encoded picture without decoding it.
  let mayCopyLosslessly: Bool
  /// The formats to try, the best one first.
  let formats: [MediaFormat]
  /// The maximum bytes of the copy, or `nil` without a limit.
  let maximumBytes: Int?

  /// The parts of a file that aren't the picture itself.
  struct OtherContent: Hashable, Sendable {
    /// The private metadata that is removed.
    var privateMetadata: [PrivateMetadata] = []
    /// The private metadata that stays because the user asked for it.
    var kept: [PrivateMetadata] = []
    /// The number of bytes after the end of the picture.
    var trailingBytes = 0
    /// Whether the end marker is missing.
    var lacksEnd = false
    /// Whether the colour profile is damaged.
    var hasBadProfile = false
    /// Whether there are bytes between the parts of the file that belong to none of them.
    var hasBlemish = false

    /// Whether there is nothing to remove or repair.
    var isEmpty: Bool {
      privateMetadata.isEmpty && trailingBytes == 0 && !lacksEnd && !hasBadProfile
        && !hasBlemish
    }
  }
}

/// The result of planning the preparation of a picture, before anything is done.
package enum PreparationDecision: Hashable, Sendable {
  /// The targets accept it unchanged.
  case asItIs
  /// A copy is made according to a plan.
  case make(PreparationPlan)
  /// It can't be made acceptable, for these reasons.
  case refuse([Finding])
  /// The file is a clip or a sound.
  case notPicture

  package var makesCopy: Bool { if case .make = self { true } else { false } }
}

extension PreparationPlan {
  /// The steps that remove parts of the file besides the picture that is kept.
  var otherContentSteps: [PreparationStep] {
    var steps: [PreparationStep] = []
    if image.frames > 1 { steps.append(.keepFirst(of: image.frames, .frames)) }
    if image.pages > 1 {
      steps.append(
        image.page > 1
          ? .keepPrimary(image.page, of: image.pages) : .keepFirst(of: image.pages, .pages))
    }
    if !otherContent.privateMetadata.isEmpty {
      steps.append(.dropMetadata(otherContent.privateMetadata))
    }
    if otherContent.hasBadProfile { steps.append(.dropProfile) }
    if otherContent.trailingBytes > 0 { steps.append(.dropTrailing(otherContent.trailingBytes)) }
    if otherContent.lacksEnd { steps.append(.addMissingEnd) }
    return steps
  }

  /// Returns whether an existing copy, made by `steps` and `byteCount` bytes long, is as good as
  /// the one that this plan would make.
  ///
  /// Details that are only known after decoding the picture, such as bars, plain margins and their
  /// colours, may differ.
  package func isSatisfied(by steps: [PreparationStep], byteCount: Int) -> Bool {
    let (shapes, wantedShapes) = (
      steps.filter(Self.changesShape), expectedSteps.filter(Self.changesShape)
    )
    let areBars = shapes.allSatisfy { if case .crop(_, .bars) = $0 { true } else { false } }
    guard areBars || !wantedShapes.isEmpty, !shapes.isEmpty || wantedShapes.isEmpty else {
      return false
    }
    // A different shape leads to different sizes.
    let keepsShape = shapes.isEmpty
    func comparableSteps(_ steps: [PreparationStep]) -> Set<PreparationStep> {
      Set(
        steps.filter { step in
          if case .scale = step, !keepsShape { return false }
          // Content Credentials stay only where the encoded picture could be kept.
          if case .keepMetadata(let kinds) = step, !kinds.contains(.authorship) {
            return false
          }
          return !Self.dependsOnEncoding(step) && !Self.changesShape(step)
        }.map { step in
          switch step {
          case .flatten: .flatten(.white, .plain)
          case .keepMetadata: .keepMetadata([.authorship])
          default: step
          }
        })
    }
    return comparableSteps(steps)
      == comparableSteps(expectedSteps + stepsForKeeping(otherContent.kept))
      && steps.allSatisfy { isFineEnough($0, byteCount) }
  }

  /// Returns the step for metadata that is kept, or no step when there is none.
  func stepsForKeeping(_ kinds: [PrivateMetadata]) -> [PreparationStep] {
    kinds.isEmpty ? [] : [.keepMetadata(kinds)]
  }

  /// The steps that are known before the picture is decoded.
  private var expectedSteps: [PreparationStep] {
    steps(
      for: framing, scaleReason, backdrop: image.alpha == .used ? (.white, .plain) : nil,
      border: .white)
  }

  /// Returns the steps that make a copy in a framing, in the order of application.
  func steps(
    for framing: Framing, _ scaleReason: PreparationStep.ScaleReason?,
    backdrop: (color: PixelColor, because: PreparationStep.BackdropReason)?, border: PixelColor
  ) -> [PreparationStep] {
    var steps = otherContentSteps
    if image.orientation != .upright { steps.append(.turn(image.orientation)) }
    if let reason = cropReason { steps.append(.crop(framing.crop, reason)) }
    if !image.color.isSRGB { steps.append(.convertColors(from: image.color.name)) }
    if image.depth > 8 { steps.append(.reduceDepth(from: image.depth)) }
    if let backdrop { steps.append(.flatten(backdrop.color, backdrop.because)) }
    if framing.isScaled {
      steps.append(.scale(from: framing.crop.size, to: framing.content, scaleReason ?? .size))
    }
    if framing.isPadded {
      steps.append(.pad(to: framing.canvas, x: framing.left, y: framing.top, border))
    }
    return steps
  }

  private static func changesShape(_ step: PreparationStep) -> Bool {
    switch step {
    case .crop(_, .bars), .crop(_, .aspect), .pad: true
    default: false
    }
  }

  /// Returns whether a step depends on how the picture compresses, or on the available memory.
  private static func dependsOnEncoding(_ step: PreparationStep) -> Bool {
    switch step {
    case .encode, .keepCoding, .crop(_, .blocks), .scale(_, _, .bytes), .scale(_, _, .memory): true
    default: false
    }
  }

  /// Returns whether a step encoded the picture with the best settings, or used at least 90 % of
  /// the byte limit.
  private func isFineEnough(_ step: PreparationStep, _ byteCount: Int) -> Bool {
    guard case .encode(.jpeg(let quality, _)) = step, quality < JPEGWriter.Settings.best.quality
    else { return true }
    return maximumBytes.map { 10 * byteCount >= 9 * $0 } ?? false
  }
}
