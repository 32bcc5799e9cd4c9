extension ScoredSet {
  /// Throws if files of the set are not on this machine, so that it can't be judged.
  public func requireFiles() throws(ElementLibraryError) {
    if let elsewhere {
      throw .fileElsewhere(elsewhere, handle, fetch: handle.map { "\($0)" } ?? "--all")
    }
  }
}
