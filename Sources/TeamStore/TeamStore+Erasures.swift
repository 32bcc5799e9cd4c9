internal import Library
internal import Model

extension TeamStore {
  /// Whether a record stays in the store: the library has it, or it is an erasure that wasn't
  /// refused here.
  func isKept(_ record: ArrivedRecord, _ contents: Contents) throws -> Bool {
    try contents.records.has(record.digest)
      || record.erasure != nil && !state.isRefused(record.digest)
  }

  /// The elements with erasures that wait for the user's decision. Their records are not sent until
  /// then.
  func elementsWithHeldErasures() throws -> Set<ULID> {
    Set(
      try state.waitingErasures().filter(\.isHeld).compactMap { waiting in
        if case .erasure(let erasure)? = try? Record(line: waiting.line) {
          erasure.element
        } else {
          nil
        }
      })
  }
}
