package import Model

/// The result of a pull.
package struct PullOutcome: Hashable, Sendable {
  /// The number of records that this library didn't have.
  package internal(set) var recordCount = 0
  /// The number of segments that were read.
  package internal(set) var segmentCount = 0
  /// The elements with new revisions, up to a maximum.
  package internal(set) var elements: Set<ULID> = []
  package static let maximumElements = 1000
  /// The elements that this library didn't have before.
  var newElements: Set<ULID> = []
  /// The segments that can't be used, with the reasons.
  package internal(set) var problems: [Problem] = []
  /// Whether overwriting erased data in the index must wait.
  package internal(set) var hasUnfinishedErasure = false
  /// The erasures by teammates that were read, and those still waiting from an earlier pull.
  package internal(set) var erasures: [ArrivedErasure] = []
  /// What the store had and no longer has; `nil` if nothing is missing.
  package internal(set) var loss: StoreLoss?

  /// An object of the store that can't be used.
  package struct Problem: Hashable, Sendable {
    package let key: String
    package let reason: String
  }
}
