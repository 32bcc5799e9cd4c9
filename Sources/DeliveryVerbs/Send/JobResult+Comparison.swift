internal import LibraryVerbs
internal import Sending

extension JobResult {
  /// Compares a take with the products and places of its bundle; nothing else is compared.
  func comparison(in library: ElementLibrary) async -> TakeComparison {
    if case .take(let take, _, _) = self {
      await TakeComparison(take, in: library)
    } else {
      TakeComparison()
    }
  }
}
