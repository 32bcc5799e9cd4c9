internal import Bundles
internal import Preparing

/// The text of a legend about how a picture was prepared.
///
/// Legends are part of bundles: `bundle verify` draws them again and compares every pixel. So this
/// text is separate from `PreparationStep.summary`, which may be improved at any time. Once bundles
/// have been released, a change here must keep today's text for verifying them.
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

  /// The text for a picture whose original says that a model generated it.
  static func generated(_ extent: BundleManifest.File.Extent) -> String {
    switch extent {
    case .all: "generated, as it says"
    case .part: "partly generated, as it says"
    }
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
