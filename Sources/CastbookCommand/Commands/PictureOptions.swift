internal import CommandLineKit
internal import Model

/// The positional and the option that all commands which measure pictures share.
///
/// The kind decides which views and roles are expected, and so how pictures are judged together.
enum PictureOptions {
  /// The pictures to work on: paths, folders, elements, or `-` for a list on standard input.
  static let pictures = Positional(
    "PATH|@HANDLE", .atLeastOne, "Pictures, folders or elements; - reads a list of paths.",
    completion: .files, isExistingFile: true)

  /// The kind of subject, for pictures outside the library. Voices have no pictures.
  static let kind = Option.value(
    "kind", "KIND", "What the pictures show, if they don't belong to an element.",
    oneOf: ElementKind.allCases.filter { $0 != .voice }.map(\.rawValue))
}
