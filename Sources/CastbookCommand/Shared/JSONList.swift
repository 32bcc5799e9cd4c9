internal import Castbook
internal import CommandLineKit
internal import Model

/// Prints one JSON object that contains a list, with each item on a line of its own as it arrives.
///
/// ```swift
/// let list = try JSONList(head: "{\"elements\":[", on: screen)
/// for element in elements { try list.append(ElementJSON.summary(element)) }
/// try list.end()
/// ```
final class JSONList {
  private let screen: Screen
  /// Whether no item has been printed yet, so no comma is needed.
  private var isEmpty = true

  /// Prints the beginning of the object, up to the list's bracket.
  init(head: String, on screen: Screen) throws {
    self.screen = screen
    try screen.print(head, ending: "")
  }

  /// Prints an item.
  func append(_ value: JSONValue) throws {
    try screen.print(bytes: Array((isEmpty ? "\n" : ",\n").utf8) + value.compactBytes)
    isEmpty = false
  }

  /// Prints the rest of the object: the list's closing bracket and the members of another object.
  func end(_ members: JSONValue = .object([])) throws {
    let comma = members.members?.isEmpty ?? true ? "" : ","
    try screen.print((isEmpty ? "" : "\n") + "]" + comma + members.compactText.dropFirst())
  }
}
