internal import Castbook
internal import CommandLineKit
internal import Model

/// The options that filter elements, shared by `list` and `search`.
///
/// All conditions must hold. Without an option no condition applies, except that removed elements
/// are listed only on request.
enum FilterOptions {
  private static let kind = ValueOption<ElementKind>(
    "kind", "KIND", "Only elements of this kind.", oneOf: ElementKind.allCases)
  private static let tags = ListOption<String>(
    "tag", "TAG[,…]", "Only elements with all of these tags.")
  private static let expiring = DayCountOption.make(
    "expiring", "Only elements whose rights end within this many days: 30d.")
  private static let weak = Flag("weak", "Only elements with weak pictures.")
  private static let retired = Flag("retired", "List removed elements instead.")

  /// The group of options as help shows it.
  static let group = OptionGroup("Which elements", [kind, tags, expiring, weak, retired])

  static func filter(_ arguments: Arguments) throws -> ElementFilter {
    var filter = ElementFilter()
    filter.kind = try arguments[kind]
    filter.tags = try arguments[tags]
    filter.isRetired = arguments[retired]
    filter.expiringDays = try arguments[expiring]
    filter.hasWeakPictures = arguments[weak]
    return filter
  }
}
