internal import Media

extension MemoryBudget {
  /// The bytes that all decoding together may use.
  private static let limit = 768 << 20

  /// Creates the budget that is left for reservations when every worker has its allotment.
  convenience init(workers: Int) {
    self.init(total: Self.limit - workers * Self.allotment)
  }
}
