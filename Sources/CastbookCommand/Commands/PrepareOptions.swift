internal import Castbook
internal import CommandLineKit
internal import Model

/// The options that decide how pictures are prepared.
///
/// `prepare` reads them; `add --prepare` uses the defaults.
enum PrepareOptions {
  /// The group of options as help shows it.
  static let group = OptionGroup(
    "How to prepare",
    [
      .value(
        "fit", "WAY",
        "For a picture that is too wide or narrow: pad (add a border) or crop (keep the middle).",
        oneOf: PreparationOptions.Fit.allCases.map(\.rawValue)),
      .value(
        "background", "COLOR",
        "What transparent parts are flattened onto and borders are filled with: white, black, grey or #rrggbb "
          + "(a colour that matches the picture)."),
      .flag("allow-upscale", "Enlarge pictures that are too small; the report still says so."),
      KeepOptions.option,
      .flag(
        "inferred-limits",
        "Also trim, scale or encode clips for limits that no source states; otherwise these only warn."
      ),
      .flag("keep-interlaced", "Leave interlaced clips as they are."),
    ])

  /// Returns the options as values, or throws when `--background` is not a colour.
  static func options(_ arguments: Arguments) throws -> PreparationOptions {
    var options = PreparationOptions()
    if let word = arguments.value("fit"), let fit = PreparationOptions.Fit(rawValue: word.text) {
      options.fit = fit
    }
    options.background = try arguments.value("background").map { word in
      guard let color = PixelColor(word.text.lowercased()) else {
        throw UsageError(
          message: "--background \(sanitized(word.text)): not a colour",
          fix: "write white, black, grey, or #rrggbb such as #d8d4cf")
      }
      return color
    }
    options.allowsEnlarging = arguments.has("allow-upscale")
    options.keptMetadata = try KeepOptions.keptMetadata(arguments)
    options.followsInferredLimits = arguments.has("inferred-limits")
    options.keepsInterlaced = arguments.has("keep-interlaced")
    return options
  }
}
