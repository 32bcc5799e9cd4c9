package import Model

/// The reason why an argument of a tool can't be used: where it is, what is wrong, and what fits.
package struct ArgumentError: MarkedError, Hashable {
  package let pointer: JSONPointer
  private let problem: String
  /// What fits, as a sentence without its full stop.
  private let advice: String

  package init(_ pointer: JSONPointer, _ problem: String, fix advice: String) {
    self.pointer = pointer
    self.problem = problem
    self.advice = advice
  }

  package var blame: Blame { .usage }
  package var rule: String { "agents.argument" }
  package var message: String {
    pointer == JSONPointer() ? "the arguments: \(problem)" : "\(pointer): \(problem)"
  }
  package var fix: String? { advice }
}
