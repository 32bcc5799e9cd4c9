internal import Castbook
internal import Model

/// The parameters of tools that list records.
enum PageParameters {
  static let since = ToolParameter<Day>(
    "since", "The first day (2026-11-20), in universal time.",
    schema: ["type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"]
  ) { value, pointer in
    guard let text = value.string else { throw ArgumentError.kind(of: value, pointer, "a day") }
    guard let day = Day(text) else {
      throw ArgumentError(
        pointer, "«\(sanitized(text.shortened))» is not a day", fix: "write it like 2026-11-20")
    }
    return day
  }
  static let limit = ToolParameter<Int>.number("limit", "How many to list (20).", in: 1...100)
  static let after = ToolParameter<String>.text(
    "after", "Where the list continues: after of the last answer.", maximumLength: 200)

  private static let usualLimit = 20

  /// Returns one page of a list, and the key after which the next one begins; `nil` at the end.
  ///
  /// - Throws: `ArgumentError` if the list has no item with the key of `after`.
  static func page<Item>(
    of items: [Item], _ arguments: ToolArguments, by key: (Item) -> String
  ) throws -> (items: [Item], after: String?) {
    var rest = items[...]
    if let after = try arguments[after] {
      guard let index = items.firstIndex(where: { key($0) == after }) else {
        throw ArgumentError(
          JSONPointer().member(Self.after.name),
          "the list has no «\(sanitized(after.shortened))»",
          fix: "leave it out, and begin the list again")
      }
      rest = items[(index + 1)...]
    }
    let page = Array(rest.prefix(try arguments[limit] ?? usualLimit))
    return (page, rest.count > page.count ? page.last.map(key) : nil)
  }

  /// Returns the call for the next page: the same arguments with another `after`.
  static func next(_ tool: String, _ arguments: JSONValue, after: String?) -> [String] {
    after.map { [ToolAnswer.call(tool, arguments.adding(["after": $0]))] } ?? []
  }
}
