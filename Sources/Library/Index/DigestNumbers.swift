internal import Model

/// Assigns consecutive numbers, from 1, to digests and identities in the order in which they are
/// added.
///
/// An index that is filled from the log keeps these numbers in memory, because querying its tables
/// would take many times as long. A name takes about thirty bytes. Names are distinguished by their
/// first 16 bytes, which no two digests can be made to share.
struct DigestNumbers {
  /// The keys in the order of their numbers, in chunks so that growing never copies them.
  private var chunks: [[DigestPrefix]] = []
  /// An open-addressing hash table: the number of the key in each slot, or 0 if the slot is empty.
  /// At most half of the slots are in use.
  private var slots = [UInt32](repeating: 0, count: 1 << 10)
  /// The number of different names that were added, which is also the greatest number.
  private(set) var count = 0

  private static let chunkSize = 1 << 16

  /// The number of a name; `nil` if it was not added.
  subscript(_ name: [UInt8]) -> Int? {
    guard count > 0, name.count >= 16 else { return nil }
    let number = slots[slot(of: DigestPrefix(name))]
    return number == 0 ? nil : Int(number)
  }

  /// The number of a digest; `nil` if it was not added.
  subscript(_ digest: Digest) -> Int? { self[digest.bytes] }

  /// The number of a name, and whether this call assigned it.
  ///
  /// - Precondition: The name has at least 16 bytes.
  mutating func add(_ name: [UInt8]) -> (number: Int, isNew: Bool) {
    let key = DigestPrefix(name)
    var slot = slot(of: key)
    if slots[slot] != 0 { return (Int(slots[slot]), false) }
    if 2 * (count + 1) > slots.count {
      grow()
      slot = self.slot(of: key)
    }
    count += 1
    slots[slot] = UInt32(count)
    if chunks.last.map({ $0.count == Self.chunkSize }) ?? true {
      var chunk: [DigestPrefix] = []
      chunk.reserveCapacity(Self.chunkSize)
      chunks.append(chunk)
    }
    chunks[chunks.count - 1].append(key)
    return (count, true)
  }

  /// The slot that contains a key, or the empty slot where it belongs.
  private func slot(of key: DigestPrefix) -> Int {
    let mask = slots.count - 1
    // Swift seeds its hashing per process, so names can't be chosen to share a slot.
    var slot = key.hashValue & mask
    while slots[slot] != 0, self.key(Int(slots[slot])) != key { slot = (slot + 1) & mask }
    return slot
  }

  /// The key with a number.
  private func key(_ number: Int) -> DigestPrefix {
    let (chunk, index) = (number - 1).quotientAndRemainder(dividingBy: Self.chunkSize)
    return chunks[chunk][index]
  }

  /// Doubles the number of slots.
  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: 2 * slots.count)
    for number in 1...max(1, count) where number <= count {
      slots[slot(of: key(number))] = UInt32(number)
    }
  }
}
