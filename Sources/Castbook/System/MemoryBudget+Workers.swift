internal import Media

extension MemoryBudget {
  /// Bytes that all decoding together may take.
  private static let limit = 768 << 20

  /// What is left for reservations when so many work, each with its allotment. The same however many
  /// do, so that what fits does not depend on the machine.
  convenience init(workers: Int) {
    self.init(total: Self.limit - workers * Self.allotment)
  }
}
