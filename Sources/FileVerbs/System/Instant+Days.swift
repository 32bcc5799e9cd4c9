extension Instant {
  /// The first moment of a day, in universal time; without a day, one before all records.
  package init(startOf day: Day?) {
    self.init(milliseconds: (day?.daysSince1970 ?? 0) * 86_400_000)
  }
}
