internal import Castbook
internal import CommandLineKit
internal import Model

/// The options that decide how pictures are prepared.
///
/// `prepare` reads them; `add --prepare` uses the defaults.
enum PrepareOptions {
  private static let fit = ValueOption<PreparationOptions.Fit>(
    "fit", "WAY",
    "For a picture that is too wide or narrow: pad (add a border) or crop (keep the middle).",
    oneOf: PreparationOptions.Fit.allCases)
  private static let background = ValueOption<PixelColor>(
    "background", "COLOR",
    "What transparent parts are flattened onto and borders are filled with: white, black, grey or #rrggbb "
      + "(a colour that matches the picture)."
  ) { word in
    guard let color = PixelColor(word.text.lowercased()) else {
      throw UsageError(
        message: "--background \(sanitized(word.text)): not a colour",
        fix: "write white, black, grey, or #rrggbb such as #d8d4cf")
    }
    return color
  }
  private static let allowsEnlarging = Flag(
    "allow-upscale", "Enlarge pictures that are too small; the report still says so.")
  private static let followsInferredLimits = Flag(
    "inferred-limits",
    "Also trim, scale or encode clips for limits that no source states; otherwise these only warn.")
  private static let keepsInterlaced = Flag(
    "keep-interlaced", "Leave interlaced clips as they are.")

  /// The group of options as help shows it.
  static let group = OptionGroup(
    "How to prepare",
    [
      fit, background, allowsEnlarging, KeepOptions.option, followsInferredLimits, keepsInterlaced,
    ])

  /// Returns the options as values, or throws when `--background` is not a colour.
  static func options(_ arguments: Arguments) throws -> PreparationOptions {
    var options = PreparationOptions()
    if let fit = try arguments[fit] { options.fit = fit }
    options.background = try arguments[background]
    options.allowsEnlarging = arguments[allowsEnlarging]
    options.keptMetadata = Set(try arguments[KeepOptions.option])
    options.followsInferredLimits = arguments[followsInferredLimits]
    options.keepsInterlaced = arguments[keepsInterlaced]
    return options
  }
}
