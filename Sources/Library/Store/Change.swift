internal import Files
package import Model

/// A change of the library that is being composed: what the library contains and which records will
/// be added.
///
/// ```swift
/// try store.change { change in
///   change.add(.revision(revision))
/// }
/// ```
package final class Change {
  private let index: Index
  private let environment: SystemEnvironment
  private var records: [Record] = []
  /// Files that the records of this change may name although they are not stored, because they were
  /// packed without them.
  package var absentBlobs: Set<Digest> = []
  /// Whether the records of this change may name absent files that other records already name:
  /// these files are in the team's store.
  package var acceptsAbsentFiles = false
  /// The last time that `moment(after:)` returned.
  private var last: Instant?

  init(index: Index, environment: SystemEnvironment) {
    self.index = index
    self.environment = environment
  }

  /// What the library contains without this change.
  package var contents: Contents { Contents(index: index) }

  /// The author of this change, in the user's own words; empty if unknown.
  package var author: String { environment.author }

  /// Adds a record to the change.
  package func add(_ record: Record) { records.append(record) }

  /// Adds a record to the change and returns its name, the SHA-256 of its line.
  package func addNamed(_ record: Record) throws(LibraryError) -> Digest {
    guard let line = record.line else {
      throw .unwritableRecord("a record would be longer than \(Record.byteLimit) bytes")
    }
    add(record)
    return SHA256.digest(of: line)
  }

  /// Whether no record has been added.
  package var isEmpty: Bool { records.isEmpty }

  /// A new identity for an element. Throws if the clock shows a time that an identity can't
  /// contain.
  package func newIdentity() throws(LibraryError) -> ULID {
    let instant = Instant(milliseconds: environment.now())
    guard let identity = ULID(at: instant, random: environment.random(10)) else {
      throw .unwritableRecord("this machine's clock is wrong: \(instant)")
    }
    return identity
  }

  /// The time for the next record.
  ///
  /// It is the current time, but always after `earlier`, after all times that this change used, and
  /// after the newest revision of the library. A newest revision ten seconds or more in the future
  /// is ignored, because its clock was wrong.
  package func moment(after earlier: Instant? = nil) throws(LibraryError) -> Instant {
    let now = Instant(milliseconds: environment.now())
    let newest: Instant?
    do {
      newest = try index.revisions.newestMoment()
    } catch {
      throw LibraryError(error)
    }
    let plausible = newest.flatMap { $0.milliseconds - now.milliseconds < 10_000 ? $0 : nil }
    let moment = [earlier, last, plausible].compactMap { $0?.next }.reduce(now, max)
    last = moment
    return moment
  }

  /// The records with the lines to write for them.
  ///
  /// Throws `LibraryError.unwritableRecord(_:)` if a record is too long or could not be read back.
  func drafts() throws(LibraryError) -> [(record: Record, line: [UInt8])] {
    var drafts: [(record: Record, line: [UInt8])] = []
    for record in records {
      guard let line = record.line else {
        throw .unwritableRecord("a record would be longer than \(Record.byteLimit) bytes")
      }
      // A record that can't be read back would be lost although the change succeeds.
      guard (try? Record(line: line)) == record else {
        throw .unwritableRecord("a record could not be read back: is this machine's clock right?")
      }
      drafts.append((record, line))
    }
    return drafts
  }
}
