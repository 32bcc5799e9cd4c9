internal import Castbook
internal import Model

/// What a file of an element says about its origin, as remarks below it.
enum OriginRemarks {
  /// The remark, or an empty array if the file says nothing.
  static func lines(_ file: CheckedFile?) -> [String] {
    guard let facts = file?.facts.provenance else { return [] }
    return [ProvenanceWords.line(facts, today: ProcessEnvironment.today)]
  }
}
