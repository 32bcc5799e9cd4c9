internal import Library

/// What a library held that nobody needs.
public struct CollectedGarbage: Sendable {
  /// Files, and how many bytes they take together.
  public struct Pile: Hashable, Sendable {
    public let count: Int
    public let byteCount: Int

    init(_ items: [Garbage.Item]) {
      count = items.count
      byteCount = items.reduce(0) { $0 + $1.byteCount }
    }
  }

  /// Files that no record names.
  public let unnamed: Pile
  /// Such files that are too new to go.
  public let waiting: Pile
  /// What ended commands left.
  public let leftovers: Pile
  /// Where what goes lies, below the library's folder.
  public let paths: [FilePath]
  /// Small files of records, and of how many they become part.
  public let segmentCount: Int
  public let mergedCount: Int
  public let graceDays: Int
  /// Whether it was only looked for.
  public let isDry: Bool

  public var byteCount: Int { unnamed.byteCount + leftovers.byteCount }
}

extension ElementLibrary {
  /// How long files that nothing names are spared.
  public static let usualGraceDays = 14

  /// Deletes what nobody needs: files that no record names and that nobody touched for so many days,
  /// and what ended commands left. Puts small files of records together. With `dry`, says what it would do.
  public func collectGarbage(
    graceDays: Int = usualGraceDays, dry: Bool = false
  ) throws -> CollectedGarbage {
    let grace = graceDays * 86_400_000
    do {
      let garbage =
        try dry
        ? store.garbage(graceMilliseconds: grace) : store.collect(graceMilliseconds: grace)
      return CollectedGarbage(
        unnamed: .init(garbage.unnamed), waiting: .init(garbage.waiting),
        leftovers: .init(garbage.leftovers),
        paths: (garbage.unnamed + garbage.leftovers).map { $0.path.below(folder) },
        segmentCount: garbage.segmentCount, mergedCount: garbage.groups.count,
        graceDays: graceDays, isDry: dry)
    } catch {
      throw ElementLibraryError.telling(error)
    }
  }
}

extension FilePath {
  /// The path from a folder on; the whole where it lies elsewhere.
  func below(_ folder: FilePath) -> FilePath {
    let lead = folder.bytes + [UInt8(ascii: "/")]
    guard bytes.starts(with: lead) else { return self }
    return FilePath(bytes: bytes.dropFirst(lead.count)) ?? self
  }
}
