internal import Library

/// The verb `gc`: deletes files that no record names and that were not touched for some days, and
/// files that interrupted commands left. Merges small files of records.
///
/// ```swift
/// var gc = CollectGarbage()
/// gc.isDryRun = true
/// print("\(try gc.run(in: library).byteCount) bytes to free")
/// ```
public struct CollectGarbage: Sendable {
  /// The number of days for which files that no record names are kept by default.
  public static let defaultGraceDays = 14

  /// The number of days for which files of elements that teammates have erased are kept aside.
  public static var keptDays: Int { LibraryStore.keptDays }

  /// The number of days for which files that no record names are kept.
  public var graceDays = defaultGraceDays
  /// Whether to delete all files of elements erased by teammates, even before their time is over.
  public var deletesKept = false
  /// Whether to only report what would be deleted.
  public var isDryRun = false

  /// Creates a collection with the default number of days.
  public init() {}

  /// Deletes what the library doesn't need.
  ///
  /// - Throws: `ElementLibraryError` while records are damaged or missing, since they may name any
  ///   file.
  public func run(in library: ElementLibrary) throws -> CollectedGarbage {
    let grace = graceDays * 86_400_000
    let garbage =
      try isDryRun
      ? library.store.garbage(graceMilliseconds: grace)
      : library.store.collect(graceMilliseconds: grace)
    let store = library.store
    func isOver(_ file: KeptFile) -> Bool { deletesKept || store.isOver(file) }
    let erased =
      try isDryRun ? store.keptFiles().filter(isOver) : store.removeKept(where: isOver)
    let kept = try store.keptFiles().filter { !isOver($0) }
    return CollectedGarbage(
      unreferenced: FileTally(garbage.unnamed.map(\.byteCount)),
      tooRecent: FileTally(garbage.waiting.map(\.byteCount)),
      leftovers: FileTally(garbage.leftovers.map(\.byteCount)),
      erased: FileTally(erased.map(\.byteCount)), kept: FileTally(kept.map(\.byteCount)),
      paths: (garbage.unnamed.map(\.path) + garbage.leftovers.map(\.path) + erased.map(\.path)).map
      {
        $0.relative(to: library.folder)
      },
      segmentCount: garbage.segmentCount, mergedCount: garbage.groups.count,
      graceDays: graceDays, isDryRun: isDryRun)
  }
}
