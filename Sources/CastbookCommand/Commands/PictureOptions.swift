internal import CommandLineKit
internal import Model

/// What commands that measure pictures take alike.
enum PictureOptions {
  static let pictures = Positional(
    "PATH|@HANDLE", .atLeastOne, "Pictures, folders or elements; - reads a list of paths.",
    completion: .files, isExistingFile: true)

  static let kind = Option.value(
    "kind", "KIND", "What the pictures show, if they don't belong to an element.",
    oneOf: ElementKind.allCases.filter { $0 != .voice }.map(\.rawValue))
}
