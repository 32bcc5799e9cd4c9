package import Model

/// A change of the library in the making: what is there, and the records that come on top.
package final class Change {
  private let index: Index
  private let surprises: Surprises
  private var records: [Record] = []
  /// Files that records of this change may name though they are not there: what was packed without them.
  package var absent: Set<Digest> = []
  /// The last moment given out.
  private var last: Instant?

  init(index: Index, surprises: Surprises) {
    self.index = index
    self.surprises = surprises
  }

  /// What the library holds, without this change.
  package var contents: Contents { Contents(index: index) }

  /// Who makes this change, in their own words; empty when they did not say.
  package var author: String { surprises.author }

  /// Adds a record.
  package func add(_ record: Record) { records.append(record) }

  package var isEmpty: Bool { records.isEmpty }

  /// A new identity.
  package func newIdentity() throws(LibraryError) -> ULID {
    let instant = Instant(milliseconds: surprises.now())
    guard let identity = ULID(at: instant, random: surprises.random(10)) else {
      throw .unwritable("this machine's clock is wrong: \(instant)")
    }
    return identity
  }

  /// The moment of the next record: now, and after `earlier`, after all records of this change, and
  /// after what was changed last, unless a clock was far ahead then.
  package func moment(after earlier: Instant? = nil) throws(LibraryError) -> Instant {
    let now = Instant(milliseconds: surprises.now())
    let newest: Instant?
    do {
      newest = try index.newestMoment()
    } catch {
      throw LibraryError(error)
    }
    let near = newest.flatMap { $0.milliseconds - now.milliseconds < 10_000 ? $0 : nil }
    let moment = [earlier, last, near].compactMap { $0?.next }.reduce(now, max)
    last = moment
    return moment
  }

  /// The lines to write; a record that stands there already needs no second.
  func drafts() throws(LibraryError) -> [(record: Record, line: [UInt8])] {
    var drafts: [(record: Record, line: [UInt8])] = []
    for record in records {
      guard let line = record.line else {
        throw .unwritable("a record would be longer than \(Record.byteLimit) bytes")
      }
      // What can't be read again would be lost with a word of success.
      guard (try? Record(line: line)) == record else {
        throw .unwritable("a record could not be read back: is this machine's clock right?")
      }
      drafts.append((record, line))
    }
    return drafts
  }
}
