/// What a tool can do during a call besides its own work.
package struct CallContext: Sendable {
  /// How far a call has got.
  package struct Progress: Hashable, Sendable {
    package let done: Int
    package let total: Int?
    package let message: String?
  }

  /// Whether the client shows the tool's page.
  package let showsPages: Bool
  private let send: @Sendable (Progress) -> Void

  init(showsPages: Bool = false, _ send: @escaping @Sendable (Progress) -> Void) {
    self.showsPages = showsPages
    self.send = send
  }

  /// Reports how far the call has got, if the client wants to know.
  ///
  /// It may be called as often as is convenient: reports that follow the last one too soon, or
  /// don't go forward, are left out.
  package func report(_ done: Int, of total: Int? = nil, _ message: String? = nil) {
    send(Progress(done: done, total: total, message: message))
  }
}
