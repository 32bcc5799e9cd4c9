package import Checking
internal import Decoding
package import Media
package import Model

/// Decides on the smallest change that makes targets accept a picture.
///
/// ```swift
/// let planner = Planner(targets, options)
/// if case .make(let plan) = planner.decision(for: inspection, scores) {
///   // Carry out the plan with a `PictureMaker`.
/// }
/// ```
package struct Planner: Sendable {
  package let targets: [CheckTarget]
  package let limits: PreparationLimits
  package let options: PreparationOptions

  package init(
    _ targets: [CheckTarget], _ options: PreparationOptions, limits: PreparationLimits? = nil
  ) {
    self.targets = targets
    self.options = options
    self.limits = limits ?? PreparationLimits(targets)
  }

  /// A planner that ignores limits that no source states.
  private var lenient: Planner {
    Planner(targets, options, limits: PreparationLimits(stated: targets))
  }

  /// Returns the decision for an inspected and measured picture.
  ///
  /// - Parameter maximumPixels: The maximum pixels of a copy that fit in memory.
  package func decision(
    for found: Inspection, _ scores: PictureScores?, maximumPixels: Int = .max
  ) -> PreparationDecision {
    let facts = found.facts
    let refusals = obstacles(for: facts)
    if let medium = facts.format?.medium, medium == .clip || medium == .sound { return .notPicture }
    guard refusals.isEmpty, let image = facts.image, let format = facts.format else {
      return .refuse(refusals)
    }
    var needs = PreparationNeeds(facts, image, format, limits, keeping: options.keptKinds)
    let shape: Shape
    switch self.shape(of: image, found.picture, scores, maximumPixels) {
    case .success(let found): shape = found
    case .failure(let refusal):
      // A limit that no source states is no reason to refuse; `check` warns about the original and
      // about the copy alike.
      guard
        case .success(let found) = lenient.shape(of: image, found.picture, scores, maximumPixels)
      else { return .refuse(refusal.findings) }
      shape = found
    }
    needs.isCropped = shape.framing.crop != PixelBox(of: image.size)
    needs.isRedrawn = shape.framing.isScaled || shape.framing.isPadded
    guard needs.hasAny else { return .asItIs }
    // A caller that only asks whether a picture can be prepared has not read its profile.
    if needs.needsColorConversion, found.picture != nil,
      let finding = obstacle(ofColors: image, format, profile: found.profile)
    {
      return .refuse([finding])
    }
    let formats = needs.formats(isFlat: Self.isFlat(found.picture), facts.byteCount ?? 0)
    guard !formats.isEmpty || needs.canKeepCoding else { return .refuse([noFormat]) }
    return .make(
      PreparationPlan(
        image: image, format: format, framing: shape.framing, cropReason: shape.cropReason,
        scaleReason: shape.scaleReason,
        remarks: remarks(of: image, found.profile, isEnlarged: shape.scaleReason == .small),
        otherContent: needs.otherContent,
        mayCopyLosslessly: needs.canKeepCoding, formats: formats, maximumBytes: limits.maximumBytes)
    )
  }

  // MARK: What can't be repaired

  /// Returns the reasons why a file can't be prepared: damage, or content that isn't decoded here.
  package func obstacles(for facts: FileFacts) -> [Finding] {
    let findings = FileRules.findings(for: facts, isNamed: true)
    let errors = findings.filter { $0.severity == .error }
    if !errors.isEmpty { return errors }
    let unproven = findings.filter { $0.rule == .imageNotProven || $0.rule == .imageTooComplex }
    if !unproven.isEmpty { return unproven.map { $0.raised(to: .error) } }
    guard facts.isProven, facts.image != nil else {
      return [
        Finding(
          .imageNotProven, .error, message: "its content can't be decoded",
          fix: "export it as JPEG or PNG")
      ]
    }
    return []
  }

  /// Returns why the colours can't be converted to sRGB, or `nil` when they can.
  private func obstacle(
    ofColors image: ImageFacts, _ format: MediaFormat, profile: [UInt8]?
  ) -> Finding? {
    let isInks = if case .cmyk = image.color { true } else { false }
    if ColorTransform.isPossible(isInks ? .cmyk : .rgb, profile: profile, image.color) {
      return nil
    }
    // A TIFF page in L*a*b* needs no profile, and a grey picture may have one.
    if format == .tiff || image.channels < 3 { return nil }
    return Finding(
      .imageNotSRGB, .error,
      message: "Castbook can't convert its colours (\(image.color.name)) to sRGB",
      fix: "export it in sRGB", measured: image.color.name, limit: "sRGB")
  }

  /// Returns the findings about problems that preparing doesn't solve.
  private func remarks(
    of image: ImageFacts, _ profile: [UInt8]?, isEnlarged: Bool
  ) -> [Finding] {
    var remarks: [Finding] = []
    if isEnlarged {
      remarks.append(
        Finding(
          .imageTooSmall, .warning,
          message: "enlarged from \(image.size) px, which adds no detail",
          fix: "use a larger original"))
    }
    if case .cmyk = image.color,
      !ColorTransform.isExact(.cmyk, profile: profile, image.color)
    {
      remarks.append(
        Finding(
          .imageNotSRGB, .warning,
          message: profile == nil
            ? "no profile defines its CMYK colours, so Castbook guessed them"
            : "its profile can't convert its CMYK colours, so Castbook guessed them",
          fix: "export it in sRGB from the source", measured: image.color.name, limit: "sRGB"))
    }
    return remarks
  }

  /// The finding for targets that accept no format that can be written here.
  private var noFormat: Finding {
    Finding(
      .imageFormatNotAccepted, .error,
      message: targets.count == 1
        ? "the target accepts neither JPEG nor PNG"
        : "the targets have neither JPEG nor PNG in common",
      fix: targets.count == 1 ? "choose another target" : "prepare for one target at a time")
  }

  /// Returns whether a picture consists mostly of flat areas, as drawings do, which PNG keeps sharp
  /// and small.
  static func isFlat(_ picture: AnalysisPicture?) -> Bool {
    guard let native = picture?.native, native.pairs > 0 else { return false }
    return 2 * native.equal > native.pairs
  }
}

extension Planner {
  /// Returns the plan for cutting one view out of a sheet, at its own size and in the sheet's
  /// format where that can be written.
  ///
  /// It returns `nil` when the sheet isn't a picture or the box is empty.
  package func planForView(_ box: PixelBox, of found: Inspection) -> PreparationPlan? {
    guard let image = found.facts.image, let format = found.facts.format, box.width > 0,
      box.height > 0
    else { return nil }
    let needs = PreparationNeeds(found.facts, image, format, PreparationLimits())
    let formats = needs.formats(isFlat: Self.isFlat(found.picture), 0)
    return PreparationPlan(
      image: image, format: format,
      framing: Framing(crop: box, content: box.size, canvas: box.size), cropReason: .view,
      scaleReason: nil, remarks: [], otherContent: needs.otherContent,
      mayCopyLosslessly: needs.canKeepCoding && format == .jpeg, formats: formats, maximumBytes: nil
    )
  }

  /// Returns a plan for a copy to look at: the whole picture as a JPEG, upright and in sRGB, with a
  /// longer side of at most `side` pixels.
  ///
  /// It returns `nil` for a picture that isn't decoded here.
  package static func preview(
    of found: Inspection, within side: Int, maximumBytes: Int? = nil
  ) -> (Planner, PreparationPlan)? {
    let planner = Planner([], PreparationOptions())
    guard planner.obstacles(for: found.facts).isEmpty, let image = found.facts.image,
      let format = found.facts.format
    else { return nil }
    let size = image.size.fitted(within: side)
    let plan = PreparationPlan(
      image: image, format: format,
      framing: Framing(crop: PixelBox(of: image.size), content: size, canvas: size),
      cropReason: nil,
      scaleReason: size == image.size ? nil : .size, remarks: [],
      otherContent: PreparationPlan.OtherContent(), mayCopyLosslessly: false, formats: [.jpeg],
      maximumBytes: maximumBytes)
    return (planner, plan)
  }
}
