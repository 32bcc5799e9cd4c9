internal import Preparing

/// The text of a legend about how a picture was prepared.
///
/// Legends are part of bundles: `bundle verify` draws them again and compares every pixel.
/// Therefore this text is separate from `PreparationStep.words`, which may be improved at any time.
/// A change here must keep today's text for verifying today's bundles, as `EarlierLegendWords` does
/// for older ones.
enum LegendWords {
  /// Returns the steps that can be seen or that matter, in their order. A step of an unknown kind
  /// is given by its name.
  static func words(_ steps: [JSONValue]) -> String {
    steps.compactMap { step in
      guard let known = PreparationStep(json: step) else {
        return step["step"]?.string.map { sanitized($0) } ?? "?"
      }
      return words(known)
    }.joined(separator: ", ").replacing(" × ", with: "\u{A0}×\u{A0}")
  }

  /// Returns the text of one step; `nil` for a step that changes nothing visible.
  private static func words(_ step: PreparationStep) -> String? {
    switch step {
    case .keepFirst(let count, _): "first of \(count) frames"
    case .keepPrimary(let number, let count): "picture \(number) of \(count)"
    case .turn: "turned upright"
    case .convertColors: "converted to sRGB"
    case .reduceDepth: "8 bits per color"
    case .flatten(let color, _): "background \(color.text)"
    case .crop(let box, let reason):
      reason == .bars
        ? "bars cut off: \(box.width) × \(box.height)" : "cropped to \(box.width) × \(box.height)"
    case .scale(let from, let size, let reason):
      reason == .small ? "enlarged from \(from)" : "scaled to \(size)"
    case .pad(let size, _, _, let color): "border \(color.text) to \(size)"
    case .dropMetadata(let kinds): kinds.isEmpty ? "metadata removed" : "private data removed"
    case .keepMetadata(let kinds): "with its \(kinds.sorted().map(\.name).joined(separator: ", "))"
    case .encode(.jpeg): "JPEG"
    case .encode(.png): "PNG"
    case .dropProfile: "broken color profile removed"
    case .dropTrailing, .addMissingEnd, .keepCoding: nil
    case .cut, .trim, .deinterlace, .thin, .oneChannel, .encode(.wav), .encode(.h264),
      .encode(.aac):
      step.name
    }
  }
}

/// The text about preparation in legends without groups, exactly as it was. It must not change.
enum EarlierLegendWords {
  /// Returns all steps in their order, separated by semicolons.
  static func words(_ steps: [JSONValue]) -> String {
    steps.map { step in
      PreparationStep(json: step).map(words) ?? step["step"]?.string.map { sanitized($0) } ?? "?"
    }.joined(separator: "; ")
  }

  private static func words(_ step: PreparationStep) -> String {
    switch step {
    case .keepFirst(let count, let several):
      switch several {
      case .frames: "the first of \(Quantity.count(count, "frame"))"
      case .pages: "picture 1 of \(count), the one that viewers show"
      case .tracks: "the first of \(Quantity.count(count, "track"))"
      }
    case .keepPrimary(let number, let count):
      "picture \(number) of \(count), the one that viewers show"
    case .turn: "turned upright"
    case .convertColors(let name): "\(name) to sRGB"
    case .reduceDepth(let bits): "\(bits) to 8 bits"
    case .flatten(let color, let backdrop): words(color, backdrop)
    case .crop(let box, let reason): words(box, reason)
    case .scale(let from, let size, let reason):
      reason == .small
        ? "enlarged from \(from)" : "scaled to \(size)" + (reason == .memory ? " to be held" : "")
    case .pad(let size, _, _, let color): "border of \(color.text) to \(size)"
    case .dropMetadata(let kinds):
      "without its "
        + (kinds.isEmpty ? "metadata" : kinds.sorted().map(\.name).joined(separator: ", "))
    case .keepMetadata(let kinds): "with its \(kinds.sorted().map(\.name).joined(separator: ", "))"
    case .dropProfile: "without its broken color profile"
    case .dropTrailing(let count): "\(Quantity.bytes(count)) behind its end left out"
    case .addMissingEnd: "its end put back"
    case .encode(.jpeg(let quality, let sampling)):
      "JPEG \(Decimal.text(scaled: (quality + 5) / 10, digits: 1))"
        + (sampling == "4:4:4" || sampling == "grey" ? "" : " \(sampling)")
    case .encode(.png): "PNG"
    case .keepCoding: "no pixel changed"
    // Pictures are never prepared by these steps.
    case .cut, .trim, .deinterlace, .thin, .oneChannel, .encode(.wav), .encode(.h264),
      .encode(.aac):
      step.name
    }
  }

  private static func words(_ color: PixelColor, _ backdrop: PreparationStep.BackdropReason)
    -> String
  {
    switch backdrop {
    case .requested: "laid over \(color.text)"
    case .border: "laid over \(color.text) as at its border"
    case .plain: "laid over \(color == .white ? "white" : color == .grey ? "grey" : color.text)"
    }
  }

  private static func words(_ box: PixelBox, _ reason: PreparationStep.CropReason) -> String {
    switch reason {
    case .bars: "bars cut off (\(box.width) × \(box.height) left)"
    case .aspect: "cropped to \(box.width) × \(box.height)"
    case .view: "cut out (\(box.width) × \(box.height))"
    case .blocks: "some pixels of an edge left out (\(box.width) × \(box.height) left)"
    }
  }
}
