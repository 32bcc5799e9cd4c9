internal import Castbook
internal import CommandLineKit
internal import Model

/// Prints one JSON object that contains a list, with each item on a line of its own as it arrives.
///
/// ```swift
/// let list = try JSONList("elements", after: ["castbook": "list/2"], on: screen)
/// for element in elements { try list.append(ElementJSON.summary(element)) }
/// try list.end()
/// ```
final class JSONList {
  private let screen: Screen
  /// Whether the list is printed: always, unless `--fields` doesn't name it.
  private let isPrinted: Bool
  /// What is printed of an item, or `nil` for all of it.
  private let fields: FieldSelection?
  /// Whether no item has been printed yet, so no comma is needed.
  private var isEmpty = true

  /// Prints the beginning of the object: the members before the list, and the list's bracket.
  ///
  /// The first member is the document's name, so there is at least one.
  init(_ name: String, after members: JSONValue, on screen: Screen) throws {
    self.screen = screen
    fields = screen.fields?[name]
    isPrinted = screen.fields == nil || fields != nil
    let head = screen.selected(from: members).compactText.dropLast()
    try screen.print(head + (isPrinted ? ",\"\(name)\":[" : ""), ending: "")
  }

  /// Prints an item.
  func append(_ value: JSONValue) throws {
    guard isPrinted else { return }
    let value = fields.map(value.reduced) ?? value
    try screen.print(bytes: Array((isEmpty ? "\n" : ",\n").utf8) + value.compactBytes)
    isEmpty = false
  }

  /// Prints the rest of the object: the list's closing bracket and the members of another object.
  func end(_ members: JSONValue = .object([])) throws {
    let members = screen.selected(from: members)
    let comma = members.members?.isEmpty ?? true ? "" : ","
    let bracket = isPrinted ? (isEmpty ? "]" : "\n]") : ""
    try screen.print(bracket + comma + members.compactText.dropFirst())
  }
}
