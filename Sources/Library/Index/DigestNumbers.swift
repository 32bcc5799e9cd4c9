internal import Model

/// Numbers names of 16 bytes or more in the order in which they come: 1, 2, 3 and so on. An index that is
/// filled from nothing keeps them in memory, since asking its tables would take many times as long.
///
/// It takes some thirty bytes for each name. Names are told apart by their first 16 bytes: nobody can make
/// two digests that share as many.
struct DigestNumbers {
  private struct Key: Hashable {
    let high: UInt64
    let low: UInt64

    init(_ bytes: [UInt8]) {
      (high, low) = unsafe bytes.withUnsafeBytes { bytes in
        (
          unsafe bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self),
          unsafe bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
        )
      }
    }
  }

  /// Keys in the order of their numbers, in chunks so that they are never copied.
  private var chunks: [[Key]] = []
  /// The number of the key at each slot; 0 where there is none.
  private var slots = [UInt32](repeating: 0, count: 1 << 10)
  private(set) var count = 0

  private static let chunkSize = 1 << 16

  /// The number of a name; nil when it has none.
  subscript(_ name: [UInt8]) -> Int? {
    guard count > 0, name.count >= 16 else { return nil }
    let number = slots[slot(of: Key(name))]
    return number == 0 ? nil : Int(number)
  }

  subscript(_ digest: Digest) -> Int? { self[digest.bytes] }

  /// The number of a name, and whether it is the first with that name. The name must have 16 bytes.
  mutating func add(_ name: [UInt8]) -> (number: Int, isNew: Bool) {
    precondition(name.count >= 16)
    let key = Key(name)
    var slot = slot(of: key)
    if slots[slot] != 0 { return (Int(slots[slot]), false) }
    if 2 * (count + 1) > slots.count {
      grow()
      slot = self.slot(of: key)
    }
    count += 1
    slots[slot] = UInt32(count)
    if chunks.last.map({ $0.count == Self.chunkSize }) ?? true {
      var chunk: [Key] = []
      chunk.reserveCapacity(Self.chunkSize)
      chunks.append(chunk)
    }
    chunks[chunks.count - 1].append(key)
    return (count, true)
  }

  /// The slot of a key: where it is, or where it belongs.
  private func slot(of key: Key) -> Int {
    let mask = slots.count - 1
    // Swift's hashing differs from run to run: nobody can choose names that share a slot.
    var slot = key.hashValue & mask
    while slots[slot] != 0, self.key(Int(slots[slot])) != key { slot = (slot + 1) & mask }
    return slot
  }

  private func key(_ number: Int) -> Key {
    let (chunk, place) = (number - 1).quotientAndRemainder(dividingBy: Self.chunkSize)
    return chunks[chunk][place]
  }

  private mutating func grow() {
    slots = [UInt32](repeating: 0, count: 2 * slots.count)
    for number in 1...max(1, count) where number <= count {
      slots[slot(of: key(number))] = UInt32(number)
    }
  }
}
