internal import Model

/// What a call of `edit` does, of which it does one thing.
enum EditKind: Sendable {
  /// Changes values of the element.
  case values
  /// Dismisses a finding, or counts it again.
  case dismissal
  case removal
  case restoration
  /// Changes only the pin in the project.
  case pinOnly

  /// The arguments that belong to every kind.
  private static let common = [
    EditTool.element.name, ElementParameters.expected.name, EditTool.use.name,
    EditTool.detail.name, RequestKeys.parameter.name,
  ]

  /// - Throws: `ArgumentError` if the arguments ask for several things.
  init(_ arguments: ToolArguments) throws {
    let singles: [(name: String, kind: EditKind)] = [
      (EditTool.dismiss.name, .dismissal), (EditTool.undismiss.name, .dismissal),
      (EditTool.removes.name, .removal), (EditTool.restore.name, .restoration),
    ]
    let given = arguments.names.filter { !Self.common.contains($0) }
    guard let single = singles.first(where: { given.contains($0.name) }) else {
      if given.contains(EditTool.order.name), given.contains(EditTool.pick.name) {
        throw ArgumentError(
          JSONPointer().member(EditTool.pick.name), "order and pick say the same",
          fix: "give one of them")
      }
      self = given.isEmpty && arguments.has(EditTool.use.name) ? .pinOnly : .values
      return
    }
    if let other = given.first(where: { $0 != single.name }) {
      throw ArgumentError(
        JSONPointer().member(other), "\(single.name) goes alone", fix: "make two calls")
    }
    if single.kind == .removal, try arguments[EditTool.removes] == false {
      throw ArgumentError(
        JSONPointer().member(single.name), "false changes nothing",
        fix: "give true, or leave it out")
    }
    if arguments.has(EditTool.use.name), single.kind == .removal {
      throw ArgumentError(
        JSONPointer().member(EditTool.use.name), "a removed element is not pinned",
        fix: "make two calls")
    }
    self = single.kind
  }
}
