public import Model

/// Turns the scores of one picture into findings: one cause, one finding.
public enum ScoreRules {
  /// Returns the findings on a picture's scores.
  ///
  /// `kind` is the kind of the element that the picture belongs to, or `nil`. A place, for
  /// example, may have a busy background.
  public static func findings(_ scores: PictureScores, kind: ElementKind? = nil) -> [Finding] {
    Judgement(scores: scores, kind: kind).findings
  }

  /// Returns a finding on a picture that is as fine as its pixels but has fewer than any
  /// provider accepts, or `nil`.
  ///
  /// It is for checks without a target; a target's own limits say the same.
  public static func tooSmall(_ scores: PictureScores) -> Finding? {
    Judgement(scores: scores, kind: nil).size
  }

  /// The finding on a picture that shows several views, without its scores.
  public static var severalViews: Finding {
    Finding(.imageCollage, .warning, message: severalViewsMessage, fix: severalViewsFix)
  }

  fileprivate static let severalViewsMessage = "looks like several pictures or views in one"
  fileprivate static let severalViewsFix = "cut them apart with castbook split"

  /// Returns the measure that a rule is about, or `nil` for other rules.
  public static func measure(of rule: RuleID) -> Measure? {
    switch rule {
    case .imageSubjectSmall: .subject
    case .imageSubjectCut: .framing
    case .imageBlurred, .imageMotionBlurred: .sharpness
    case .imageUpscaled: .resolution
    case .imageDark, .imageOverexposed: .exposure
    case .imageHazy: .contrast
    case .imageNoisy: .noise
    case .imageOverCompressed: .compression
    case .imageColorCast: .color
    case .imageCluttered: .clutter
    case .imageLetterboxed: .border
    case .imageCollage: .collage
    case .imageScreenshot: .screenshot
    case .imageBacklit: .backlight
    case .imageVignette: .vignette
    case .imageOverSharpened: .sharpening
    case .imageTextOverlay: .text
    case .imageTilted: .tilt
    default: nil
    }
  }

  /// Returns the weaknesses of a picture that are warnings or errors, the worst first. Each has
  /// the kinds of element for which it is one.
  ///
  /// ```swift
  /// for weakness in ScoreRules.weaknesses(of: scores) { print(weakness.rule) }
  /// ```
  public static func weaknesses(of scores: PictureScores) -> [Weakness] {
    var found: [(rule: RuleID, severity: Severity, kinds: Set<ElementKind>)] = []
    for kind in ElementKind.allCases {
      for finding in findings(scores, kind: kind) where finding.severity != .note {
        if let index = found.firstIndex(where: { $0.rule == finding.rule }) {
          found[index].kinds.insert(kind)
          found[index].severity = max(found[index].severity, finding.severity)
        } else {
          found.append((finding.rule, finding.severity, [kind]))
        }
      }
    }
    return found.enumerated()
      .sorted { ($1.element.severity, $0.offset) < ($0.element.severity, $1.offset) }
      .map { Weakness($0.element.rule, $0.element.severity, kinds: $0.element.kinds) }
  }

  /// The rules that findings on scores can have.
  public static var rules: [RuleID] { RuleID.all.filter { measure(of: $0) != nil } }
}

/// The judgement of one picture's scores, in the order of importance.
///
/// Which measure explains which was decided when they were measured: a measure without a
/// threshold has no finding.
private struct Judgement {
  let scores: PictureScores
  let kind: ElementKind?

  var findings: [Finding] {
    let faults = subject + softness + tones + coding
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
    } else if scores[.contrast]?.warn != nil, let (score, _) = noted(.contrast) {
      finding(
        .imageHazy, .note, .contrast, "low contrast, as through haze",
        "use a clearer photo, unless the haze is intended",
        Reading(score, limit: Measure.contrast.noteBound))
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
  private var aspectBorder: AspectBorder? {
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

  /// Findings on a busy background, backlight, vignette, sharpening, color, lettering and tilt.
  @ListBuilder<Finding>
  private var remarks: [Finding] {
    if let border = aspectBorder {
      finding(
        .imageLetterboxed, .note, .border,
        "its border makes it \(border.shape), the \(border.isWide ? "widest" : "narrowest") shape that "
          + "providers accept", nil)
    }
    // Places consist of backgrounds, and half of the good photographs of people have a busy one,
    // so it is only a note.
    if kind != .place, let (score, _) = noted(.clutter) {
      finding(
        .imageCluttered, .note, .clutter, "busy background",
        "use a plain background, or cut out the subject",
        Reading(score, limit: Measure.clutter.noteBound))
    }
    if let (score, limit) = noted(.backlight) {
      let stops = tenths(score.value)
      finding(
        .imageBacklit, .note, .backlight,
        "the subject is \(stops) stops darker than the background",
        "light it from the front, unless it is that dark",
        Reading(stops, limit: tenths(limit), unit: "stops"))
    }
    if let (score, limit) = noted(.vignette) {
      let stops = tenths(score.value)
      finding(
        .imageVignette, .note, .vignette, "the corners are \(stops) stops darker",
        "remove the vignette if it was added",
        Reading(stops, limit: tenths(limit), unit: "stops"))
    }
    if let (score, limit) = noted(.sharpening) {
      finding(
        .imageOverSharpened, .note, .sharpening,
        "sharpened too much: edges overshoot by \(percent(score.value))",
        "use the original, before it was sharpened",
        Reading(percent: score.value, limit: limit))
    }
    colorAndText
  }

  /// Findings on color, lettering and tilt.
  @ListBuilder<Finding>
  private var colorAndText: [Finding] {
    if let (score, limit) = noted(.color) {
      let stops = tenths(score.value)
      finding(
        .imageColorCast, .note, .color, "coloured light, \(stops) stops from white",
        "nothing to do if it is intended", Reading(stops, limit: tenths(limit), unit: "stops"))
    }
    // A product may have print on it.
    if kind != .product, let severity = severity(.text) {
      finding(
        .imageTextOverlay, severity, .text, "text in the picture", "use a picture without text")
    } else if let (score, _) = noted(.text) {
      finding(
        .imageTextOverlay, .note, .text, "text in the picture", "use a picture without text",
        Reading(score, limit: Measure.text.noteBound))
    }
    if let score = scores[.tilt], abs(score.value) >= 4, abs(score.value) <= 20 {
      let degrees = Int(abs(score.value))
      finding(
        .imageTilted, .note, .tilt, "tilted by \(degrees)°",
        "straighten it, unless the tilt is intended",
        Reading(String(degrees), limit: "4", unit: "degrees"))
    }
  }

  // MARK: Making findings

  /// Returns how severe a score is, or `nil` when it is above its thresholds.
  private func severity(_ measure: Measure) -> Severity? {
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
  private func limit(_ measure: Measure, _ severity: Severity) -> Double {
    measure.scale?.value(at: bound(measure, severity)) ?? 0
  }

  /// Returns a score that is low enough for a note, and the value at which notes begin;
  /// otherwise `nil`.
  private func noted(_ measure: Measure) -> (score: MeasuredScore, limit: Double)? {
    let bound = measure.noteBound
    guard let score = scores[measure], score.score < bound else { return nil }
    return (score, measure.scale?.value(at: bound) ?? 0)
  }

  /// Returns a finding with the box of its measure. Without a reading, the score itself is
  /// reported.
  private func finding(
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

/// The measured value as the message gives it, and the limit at which the finding begins.
private struct Reading {
  let measured: String
  let limit: String
  var unit: String?

  init(_ measured: String, limit: String, unit: String) {
    self.measured = measured
    self.limit = limit
    self.unit = unit
  }

  /// Creates a reading of a score, for messages without a number.
  init(_ score: MeasuredScore, limit: Double) {
    measured = hundredths(score.score)
    self.limit = hundredths(limit)
  }

  init(percent share: Double, limit: Double) {
    measured = String(wholePercent(share))
    self.limit = String(wholePercent(limit))
    unit = "%"
  }
}

private func wholePercent(_ share: Double) -> Int { Int((share * 100).rounded()) }
private func percent(_ share: Double) -> String { "\(wholePercent(share)) %" }
/// Returns a value with one decimal.
private func tenths(_ value: Double) -> String {
  Decimal.text(scaled: Int((value * 10).rounded()), digits: 1)
}
/// Returns a value with two decimals.
private func hundredths(_ value: Double) -> String {
  Decimal.text(scaled: Int((value * 100).rounded()), digits: 2)
}
