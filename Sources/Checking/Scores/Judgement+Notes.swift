internal import Model

extension Judgement {
  /// Notes on faults that are too slight for a warning.
  @ListBuilder<Finding>
  var slightFaults: [Finding] {
    if let (score, limit) = slight(.subject) {
      finding(
        .imageSubjectSmall, .note, .subject,
        "the subject fills \(percent(score.value)) of the picture", "crop closer",
        Reading(percent: score.value, limit: limit))
    }
    // A soft picture that was enlarged has a warning of its own.
    if severity(.resolution) == nil, let (score, _) = slight(.sharpness) {
      finding(
        .imageBlurred, .note, .sharpness,
        "a little soft (edges \(tenths(0.5 / max(score.value, 0.01))) px wide)",
        "use a sharper photo, if there is one",
        Reading(score, limit: Measure.sharpness.noteBound))
    }
    if let (score, _) = slight(.exposure) {
      let reading = Reading(score, limit: Measure.exposure.noteBound)
      score.value < 0
        ? finding(
          .imageDark, .note, .exposure, "rather dark",
          "brighten it, unless it is meant to be dark", reading)
        : finding(
          .imageOverexposed, .note, .exposure, "some areas are pure white",
          "take it again with a little less light", reading)
    }
    if let (score, _) = slight(.contrast) {
      finding(
        .imageHazy, .note, .contrast, "low contrast, as through haze",
        "use a clearer photo, unless the haze is intended",
        Reading(score, limit: Measure.contrast.noteBound))
    }
    if let (score, limit) = slight(.noise) {
      let levels = tenths(score.value)
      finding(
        .imageNoisy, .note, .noise, "some grain: \(levels) levels of 255",
        "use a photo taken in better light, if there is one",
        Reading(levels, limit: tenths(limit), unit: "levels"))
    }
    if let (score, limit) = slight(.compression) {
      let levels = tenths(score.value)
      finding(
        .imageOverCompressed, .note, .compression, "faint JPEG blocks: steps of \(levels) levels",
        "use the original, before it was compressed, if there is one",
        Reading(levels, limit: tenths(limit), unit: "levels"))
    }
    if let (score, _) = slight(.collage) {
      finding(
        .imageCollage, .note, .collage, "perhaps several pictures or views in one",
        ScoreRules.severalViewsFix, Reading(score, limit: Measure.collage.noteBound))
    }
  }

  /// Findings on a busy background, backlight, vignette, sharpening, color, lettering and tilt.
  @ListBuilder<Finding>
  var remarks: [Finding] {
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
}
