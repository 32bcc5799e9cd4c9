public import Model

/// What the scores of one picture come to: one cause, one finding.
public enum ScoreRules {
  /// What is to be said of a picture's scores; `kind` is that of the element it belongs to, when it
  /// belongs to one.
  public static func findings(_ scores: PictureScores, kind: ElementKind? = nil) -> [Finding] {
    Judgement(scores: scores, kind: kind).findings
  }

  /// The measure that a rule speaks of.
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
    case .imageTextOverlay: .text
    case .imageTilted: .tilt
    default: nil
    }
  }
}

/// One picture's scores, judged in the order of what matters.
private struct Judgement {
  let scores: PictureScores
  let kind: ElementKind?

  var findings: [Finding] {
    // Bars have edges over the whole side, which look like seams and like windows.
    if let bars { return subject + softness + tones + grain + compression + [bars] + remarks }
    // A drawn window around a picture explains its edges, letters and white areas.
    if let screenshot { return [screenshot] + softness }
    if let collage { return [collage] + softness + tones + compression }
    return subject + softness + tones + grain + compression + surroundings + remarks
  }

  // MARK: What weighs most

  private var subject: [Finding] {
    var findings: [Finding] = []
    if let score = scores[.subject], let severity = severity(.subject) {
      findings.append(
        finding(
          .imageSubjectSmall, severity, .subject,
          "the subject fills \(percent(score.value)) of the picture", "crop closer"))
    }
    if let score = scores[.framing], let severity = severity(.framing) {
      findings.append(
        finding(
          .imageSubjectCut, severity, .framing,
          "the subject is cut off at \(percent(score.value)) of the frame",
          "take it with room around the subject"))
    }
    return findings
  }

  // MARK: Soft pictures

  private var softness: [Finding] {
    let resolution = scores[.resolution]
    let native = Double(scores.original.shorterSide)
    if let resolution, let severity = severity(.sharpness) {
      let worth = "its detail is that of \(Int(resolution.value)) px on the shorter side"
      if let motion = scores.motion {
        return [
          finding(
            .imageMotionBlurred, severity, .sharpness, "smeared \(direction(motion)), \(worth)",
            "use a photograph without motion")
        ]
      }
      return [
        finding(
          .imageBlurred, severity, .sharpness, "soft all over, \(worth)",
          "use a sharper photograph; sharpening brings nothing back")
      ]
    }
    // Detail that hard compression took is told by that.
    guard severity(.compression) == nil, let resolution, let severity = severity(.resolution),
      resolution.value < 0.75 * native
    else { return [] }
    return [
      finding(
        .imageUpscaled, severity, .resolution,
        "enlarged, or soft: \(Int(native)) px on the shorter side with the detail of \(Int(resolution.value))",
        "use the picture from before it was enlarged")
    ]
  }

  private func direction(_ degrees: Int) -> String {
    switch degrees {
    case 0: "sideways"
    case 90: "up and down"
    case 45: "from the lower left to the upper right"
    default: "from the upper left to the lower right"
    }
  }

  // MARK: Light

  private var tones: [Finding] {
    if let exposure = scores[.exposure], let severity = severity(.exposure) {
      return exposure.value < 0
        ? [
          finding(
            .imageDark, severity, .exposure, "too dark, also where it is brightest",
            "brighten it, or take it in more light")
        ]
        : [
          finding(
            .imageOverexposed, severity, .exposure, "burnt out in large parts",
            "take it with less light")
        ]
    }
    // Where the subject is small there is little but backdrop, which has no contrast.
    guard severity(.subject) == nil, let severity = severity(.contrast) else { return [] }
    return [
      finding(
        .imageHazy, severity, .contrast, "hardly any contrast, as behind haze",
        "use a clearer photograph")
    ]
  }

  // MARK: Grain and coding

  private var grain: [Finding] {
    guard let score = scores[.noise], let severity = severity(.noise) else { return [] }
    return [
      finding(
        .imageNoisy, severity, .noise, "noisy (\(tenths(score.value)) of 255 levels)",
        "use a photograph in better light")
    ]
  }

  private var compression: [Finding] {
    guard let severity = severity(.compression) else { return [] }
    return [
      finding(
        .imageOverCompressed, severity, .compression, "the blocks of JPEG show",
        "use the original, from before it was compressed")
    ]
  }

  // MARK: What is around

  private var screenshot: Finding? {
    guard let score = scores[.screenshot], let severity = severity(.screenshot) else { return nil }
    return finding(
      .imageScreenshot, severity, .screenshot,
      "looks like a screenshot: \(percent(score.value)) of it is exactly flat",
      "save the picture itself")
  }

  private var collage: Finding? {
    guard let severity = severity(.collage) else { return nil }
    return finding(
      .imageCollage, severity, .collage, "looks like several pictures in one",
      "castbook split cuts the views apart")
  }

  private var bars: Finding? {
    guard let score = scores[.border], let severity = severity(.border) else { return nil }
    return finding(
      .imageLetterboxed, severity, .border, "bars take \(percent(score.value)) of it",
      "cut the bars off")
  }

  /// A busy background is what places are made of; of pictures of nothing named it is only remarked.
  private var surroundings: [Finding] {
    guard severity(.clutter) != nil else { return [] }
    let matters = kind == .character || kind == .product
    return [
      finding(
        .imageCluttered, matters ? .warning : .note, .clutter, "a busy background",
        "use a plain one, or cut the subject out")
    ]
  }

  private var remarks: [Finding] {
    var findings: [Finding] = []
    if let score = scores[.color], score.score < 0.4 {
      findings.append(
        finding(
          .imageColorCast, .note, .color, "colored light (\(tenths(score.value)) stops from white)",
          "nothing to do, if it is meant"))
    }
    if let score = scores[.text], score.score < 0.75 {
      findings.append(
        finding(
          .imageTextOverlay, .note, .text, "text stands in the picture",
          "use a picture without text"))
    }
    if let score = scores[.tilt], abs(score.value) >= 4, abs(score.value) <= 20 {
      findings.append(
        finding(
          .imageTilted, .note, .tilt, "tilted by \(Int(abs(score.value)))°",
          "turn it upright, if it is not meant"))
    }
    return findings
  }

  // MARK: Making findings

  private func severity(_ measure: Measure) -> Severity? {
    guard let score = scores[measure] else { return nil }
    if let fail = score.fail, score.score < fail { return .error }
    if let warn = score.warn, score.score < warn { return .warning }
    return nil
  }

  private func finding(
    _ rule: RuleID, _ severity: Severity, _ measure: Measure, _ message: String, _ fix: String
  ) -> Finding {
    let score = scores[measure]
    var finding = Finding(
      rule, severity, message: message, fix: fix,
      measured: score.map { hundredths($0.score) },
      limit: (severity == .error ? score?.fail : score?.warn).map(hundredths))
    finding.box = score?.box
    return finding
  }

  private func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
  private func tenths(_ value: Double) -> String {
    Decimal.text(scaled: Int((value * 10).rounded()), digits: 1)
  }
  private func hundredths(_ value: Double) -> String {
    Decimal.text(scaled: Int((value * 100).rounded()), digits: 2)
  }
}
