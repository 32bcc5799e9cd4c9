internal import Castbook
internal import CommandLineKit
internal import Model

/// The options that filter elements, shared by `list` and `search`.
///
/// All conditions must hold. Without an option no condition applies, except that removed elements
/// are listed only on request.
enum FilterOptions {
  /// The group of options as help shows it.
  static let group = OptionGroup(
    "Which elements",
    [
      .value(
        "kind", "KIND", "Only elements of this kind.",
        oneOf: ElementKind.allCases.map(\.rawValue)),
      .value("tag", "TAG[,…]", "Only elements with all of these tags.", repeats: true),
      .value("expiring", "DAYS", "Only elements whose rights end within this many days: 30d."),
      .flag("weak", "Only elements with weak pictures."),
      .flag("retired", "List removed elements instead."),
    ])

  /// Returns the filter that the options describe.
  static func filter(_ arguments: Arguments) throws -> ElementLibrary.ListFilter {
    var filter = ElementLibrary.ListFilter()
    filter.kind = arguments.value("kind").flatMap { ElementKind(rawValue: $0.text) }
    filter.tags = arguments.list("tag").map(\.text)
    filter.isRetired = arguments.has("retired")
    filter.expiringDays = try arguments.value("expiring").map(days)
    filter.hasWeakPictures = arguments.has("weak")
    return filter
  }

  /// Returns a number of days such as `30d` or `30`, at most a hundred years.
  private static func days(_ word: Argument) throws -> Int {
    let digits = word.text.hasSuffix("d") ? String(word.text.dropLast()) : word.text
    guard let days = Int(digits), (0...36_500).contains(days) else {
      throw UsageError(
        message: "--expiring \(sanitized(word.text)): not a number of days",
        fix: "Write it like 30d.")
    }
    return days
  }
}
