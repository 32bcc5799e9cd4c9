internal import Model

/// The judgement of one picture's scores, in the order of importance.
///
/// Which measure explains which was decided when they were measured: a measure without a
/// threshold has no finding.
struct Judgement {
  let scores: PictureScores
  let kind: ElementKind?

  var findings: [Finding] {
    let faults = subject + softness + tones + coding + slightFaults
    // Remarks about a thumbnail, or about something that is not a photo, don't help.
    return oddities.isEmpty && size == nil ? faults + remarks : oddities + faults
  }

  // MARK: What weighs most

  /// The finding on a picture that is as fine as its pixels but has too few of them.
  var size: Finding? {
    guard severity(.resolution) == .error, let score = scores[.resolution] else { return nil }
    let side = Int(score.value)
    return finding(
      .imageTooSmall, .error, .resolution, "shorter side \(side) px of real detail",
      "use an original of at least 300 px", Reading(String(side), limit: "300", unit: "px"))
  }

  /// Findings on a subject that is small or cut off.
  @ListBuilder<Finding>
  private var subject: [Finding] {
    if let score = scores[.subject], let severity = severity(.subject) {
      finding(
        .imageSubjectSmall, severity, .subject,
        "the subject fills \(percent(score.value)) of the picture", "crop closer",
        Reading(percent: score.value, limit: limit(.subject, severity)))
    }
    if let severity = severity(.framing) {
      finding(
        .imageSubjectCut, severity, .framing, "the frame cuts off part of the subject",
        "take it again with room around the subject")
    }
  }

  // MARK: Soft pictures

  /// The finding on a blurred or an enlarged picture.
  private var softness: [Finding] {
    if let score = scores[.sharpness], let severity = severity(.sharpness) {
      return [soft(score, severity)]
    }
    guard let resolution = scores[.resolution], severity(.resolution) == .warning else { return [] }
    let (side, worth) = (scores.original.shorterSide, Int(resolution.value))
    return [
      finding(
        .imageUpscaled, .warning, .resolution,
        "soft or enlarged: about \(worth) px of real detail in \(side) px (shorter side)",
        "use the picture before it was enlarged",
        Reading(String(worth), limit: String(Int(Measure.enlargedShare * Double(side))), unit: "px")
      )
    ]
  }

  /// Returns the finding on soft edges, which may be motion blur.
  private func soft(_ score: MeasuredScore, _ severity: Severity) -> Finding {
    let width = tenths(0.5 / max(score.value, 0.01))
    let limit = tenths(0.5 / limit(.sharpness, severity))
    let reading = Reading(width, limit: limit, unit: "px")
    let edges = "edges \(width) px wide"
    guard let motion = scores.motion else {
      return finding(
        .imageBlurred, severity, .sharpness, "out of focus (\(edges))",
        "use a sharper photo; sharpening does not bring detail back", reading)
    }
    return finding(
      .imageMotionBlurred, severity, .sharpness, "motion blur \(direction(motion)) (\(edges))",
      "use a photo without motion blur", reading)
  }

  /// Returns the direction of a motion blur in words.
  private func direction(_ degrees: Int) -> String {
    switch degrees {
    case 0: "sideways"
    case 90: "up and down"
    case 45: "from lower left to upper right"
    default: "from upper left to lower right"
    }
  }

  // MARK: Light

  /// Findings on exposure and contrast.
  @ListBuilder<Finding>
  private var tones: [Finding] {
    if let exposure = scores[.exposure], let severity = severity(.exposure) {
      exposure.value < 0
        ? finding(
          .imageDark, severity, .exposure, "underexposed, even the highlights",
          "brighten it, or take it again in more light")
        : finding(
          .imageOverexposed, severity, .exposure, "overexposed: large areas are pure white",
          "take it again with less light")
    }
    if let severity = severity(.contrast) {
      finding(
        .imageHazy, severity, .contrast, "very low contrast, as through haze",
        "use a clearer photo")
    }
  }

  // MARK: Grain and coding

  /// Findings on grain and on visible compression.
  @ListBuilder<Finding>
  private var coding: [Finding] {
    if let score = scores[.noise], let severity = severity(.noise) {
      let levels = tenths(score.value)
      finding(
        .imageNoisy, severity, .noise, "noisy: grain of \(levels) levels of 255",
        "use a photo taken in better light",
        Reading(levels, limit: tenths(limit(.noise, severity)), unit: "levels"))
    }
    if let score = scores[.compression], let severity = severity(.compression) {
      let levels = tenths(score.value)
      finding(
        .imageOverCompressed, severity, .compression,
        "visible JPEG blocks: steps of \(levels) levels",
        "use the original, before it was compressed",
        Reading(levels, limit: tenths(limit(.compression, severity)), unit: "levels"))
    }
  }

  // MARK: What is around

  /// The border that the picture needs to be accepted, or `nil`.
  var aspectBorder: AspectBorder? {
    severity(.border).flatMap { _ in AspectBorder(scores) }
  }

  /// Returns whether what is inside a border touches no side of the picture.
  private func isFramed(_ border: MeasuredScore) -> Bool {
    guard let box = border.box else { return false }
    return box.x > 0 && box.y > 0 && box.x + box.width < scores.original.width
      && box.y + box.height < scores.original.height
  }

  /// Findings on what is not a photo of one subject: a screenshot, bars, or several pictures.
  @ListBuilder<Finding>
  private var oddities: [Finding] {
    if let severity = severity(.screenshot) {
      finding(
        .imageScreenshot, severity, .screenshot,
        "looks like a screenshot: text beside areas of exactly one colour",
        "save the picture itself")
    }
    if let score = scores[.border], let severity = severity(.border), aspectBorder == nil {
      let (what, cover) = isFramed(score) ? ("frame", "a frame covers") : ("bars", "bars cover")
      finding(
        .imageLetterboxed, severity, .border, "\(cover) \(percent(score.value)) of the picture",
        "crop the \(what) away",
        Reading(percent: score.value, limit: limit(.border, severity)))
    }
    if let severity = severity(.collage) {
      finding(
        .imageCollage, severity, .collage, ScoreRules.severalViewsMessage,
        ScoreRules.severalViewsFix)
    }
  }

  // MARK: Making findings

  /// Returns how severe a score is, or `nil` when it is above its thresholds.
  func severity(_ measure: Measure) -> Severity? {
    guard let score = scores[measure] else { return nil }
    if let fail = score.fail, score.score < fail { return .error }
    if let warn = score.warn, score.score < warn { return .warning }
    return nil
  }

  /// Returns the threshold that a score of some severity is below.
  private func bound(_ measure: Measure, _ severity: Severity) -> Double {
    (severity == .error ? scores[measure]?.fail : scores[measure]?.warn) ?? 0
  }

  /// Returns the value at which a finding begins. The measure must have a scale.
  func limit(_ measure: Measure, _ severity: Severity) -> Double {
    measure.scale?.value(at: bound(measure, severity)) ?? 0
  }

  /// Returns a score that is low enough for a note, and the value at which notes begin;
  /// otherwise `nil`.
  func noted(_ measure: Measure) -> (score: MeasuredScore, limit: Double)? {
    let bound = measure.noteBound
    guard let score = scores[measure], score.score < bound else { return nil }
    return (score, measure.scale?.value(at: bound) ?? 0)
  }

  /// Returns a score that is low enough for a note but not for a warning, and the value at which
  /// notes begin; otherwise `nil`.
  func slight(_ measure: Measure) -> (score: MeasuredScore, limit: Double)? {
    guard let warn = scores[measure]?.warn, let noted = noted(measure), noted.score.score >= warn
    else { return nil }
    return noted
  }

  /// Returns a finding with the box of its measure. Without a reading, the score itself is
  /// reported.
  func finding(
    _ rule: RuleID, _ severity: Severity, _ measure: Measure, _ message: String, _ fix: String?,
    _ reading: Reading? = nil
  ) -> Finding {
    let score = scores[measure]
    let reading = reading ?? score.map { Reading($0, limit: bound(measure, severity)) }
    var finding = Finding(
      rule, severity, message: message, fix: fix, measured: reading?.measured,
      limit: reading?.limit, unit: reading?.unit)
    finding.box = score?.box
    return finding
  }
}
