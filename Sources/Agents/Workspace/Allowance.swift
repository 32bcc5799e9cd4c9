/// A kind of change that an agent may make, if the server was started with it.
package enum Allowance: String, CaseIterable, Sendable {
  /// Adds elements and files to the library.
  case add
  /// Changes elements of the library and pins of a project.
  case edit
  /// Makes prepared copies of files.
  case prepare
  /// Writes bundles.
  case export
  /// Records what came back from providers.
  case take
  /// Sends bundles to providers, which costs money.
  case send
}
