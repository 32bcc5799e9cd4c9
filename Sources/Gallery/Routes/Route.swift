internal import Castbook

/// One request of the API: its method and path, what it needs, and the handler that answers it.
struct Route: Sendable {
  /// What a handler needs.
  enum Need {
    /// An answer even while the library is away.
    case nothing
    /// A library that is there.
    case library
    /// A library that is there and may be changed.
    case writeAccess
  }

  /// The method and the path as in `docs/gallery-api.md`; a component in capitals is a parameter.
  let name: String
  let method: String
  let need: Need
  private let components: [Substring]
  private let run: @Sendable (RequestContext, Request) async throws -> WebResponse

  init<Input: RouteInput, Answer: RouteAnswer>(
    _ name: String, needs need: Need = .library,
    _ handler: @escaping @Sendable (Input) async throws -> Answer
  ) {
    (self.name, self.need) = (name, need)
    let end = name.firstIndex(of: " ") ?? name.endIndex
    method = String(name[..<end])
    components = name[end...].dropFirst().split(separator: "/")
    run = { context, request in
      if need != .nothing { try await context.gallery.shown.requirePresence() }
      let input = try Input(context: context, request: request)
      guard need == .writeAccess, !input.isPreview else {
        return try await handler(input).response
      }
      try context.gallery.requireWriteAccess()
      // A change that failed half-way may have changed something.
      defer { context.gallery.listeners.announceChange() }
      return try await handler(input).response
    }
  }

  /// Returns the value of the path's parameter, which is empty if it has none; `nil` if the route
  /// is not for this method and path.
  func parameter(of method: String, to parts: [String]) -> String? {
    guard method == self.method, parts.count == components.count else { return nil }
    var parameter = ""
    for (component, part) in zip(components, parts) {
      if component.first?.isUppercase == true {
        parameter = part
      } else if component != part {
        return nil
      }
    }
    return parameter
  }

  /// Answers a request: the library must be there, the request must be valid, and a change must be
  /// allowed, in this order.
  func answer(_ request: Request, _ context: RequestContext) async throws -> WebResponse {
    try await run(context, request)
  }
}

/// What a handler returns.
protocol RouteAnswer: Sendable {
  var response: WebResponse { get }
}

extension WebResponse: RouteAnswer {
  var response: WebResponse { self }
}

extension JSONValue: RouteAnswer {
  var response: WebResponse { .json(self) }
}
