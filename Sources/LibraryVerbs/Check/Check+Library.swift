extension Check {
  /// Creates a check with the workers and the decoder of a library.
  public init(in library: ElementLibrary, targets: [CheckTarget], today: Day? = nil) {
    self.init(targets: targets, today: today, workers: library.workers)
    decoder = library.decoder
  }
}
