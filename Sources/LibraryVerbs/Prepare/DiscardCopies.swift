internal import Library

/// Discards prepared copies of an element's files: the files are sent as they are again. The bytes
/// stay in the library, whose records name them.
///
/// ```swift
/// try DiscardCopies([copy], in: HandleReference("@mira")).run(in: library)
/// ```
public struct DiscardCopies: Sendable {
  /// The digests of the copies.
  public var copies: [Digest]
  /// The element whose files they were made from.
  public var element: HandleReference

  /// Creates the verb for copies of an element's files.
  public init(_ copies: [Digest], in element: HandleReference) {
    (self.copies, self.element) = (copies, element)
  }

  /// Gives the copies up.
  /// Discards the copies.
  /// - Returns: The number of records that were withdrawn.
  public func run(in library: ElementLibrary) throws -> Int {
    try library.change { change in
      let found = try change.contents.unpinned(element)
      var count = 0
      for original in Set(found.revision.revision.references.map(\.blob)).sorted(by: {
        $0.hex < $1.hex
      }) {
        for copy in copies {
          for record in try change.contents.derivations.records(of: copy, from: original) {
            change.add(.withdrawal(Withdrawal(record: record, at: try change.moment(after: nil))))
            count += 1
          }
        }
      }
      return count
    }
  }
}
