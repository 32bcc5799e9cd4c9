import TestSupport

/// An EXIF block, written entry by entry.
package struct EXIFBuilder: Sendable {
  /// A tag, its type, and the bytes of its value.
  package struct Entry: Sendable {
    let tag: Int
    let type: Int
    let value: [UInt8]

    package init(_ tag: Int, type: Int = 2, _ value: [UInt8]) {
      self.tag = tag
      self.type = type
      self.value = value
    }

    package init(_ tag: Int, _ text: String) { self.init(tag, Array(text.utf8) + [0]) }
  }

  package var isLittle: Bool
  package var main: [Entry] = []
  package var photo: [Entry] = []
  package var position: [Entry] = []
  package var thumbnail: [UInt8]?
  /// Bytes that no directory points to.
  package var stray: [UInt8] = []

  package init(isLittle: Bool = false) { self.isLittle = isLittle }

  private func number(_ number: Int, _ count: Int) -> [UInt8] {
    isLittle ? Bytes.little(number, count) : Bytes.big(number, count)
  }

  private static let sizes = [1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1]

  /// A directory followed by the data of its entries.
  private func directory(_ entries: [Entry], at offset: Int, next: (Int) -> Int) -> [UInt8] {
    let sorted = entries.sorted { $0.tag < $1.tag }
    let end = offset + 2 + 12 * sorted.count + 4
    var fields: [UInt8] = []
    var data: [UInt8] = []
    for entry in sorted {
      fields += number(entry.tag, 2) + number(entry.type, 2)
      fields += number(entry.value.count / (Self.sizes[entry.type] ?? 1), 4)
      if entry.value.count <= 4 {
        fields += entry.value + [UInt8](repeating: 0, count: 4 - entry.value.count)
      } else {
        fields += number(end + data.count, 4)
        data += entry.value + (entry.value.count % 2 == 0 ? [] : [0])
      }
    }
    return number(sorted.count, 2) + fields + number(next(end + data.count), 4) + data
  }

  /// The block, without JPEG's introduction.
  package var bytes: [UInt8] {
    var bytes = Array((isLittle ? "II" : "MM").utf8) + number(42, 2) + number(8, 4)
    let pointers = (photo.isEmpty ? [] : [0x8769]) + (position.isEmpty ? [] : [0x8825])
    // Its length does not depend on the offsets of the others.
    let empty = pointers.map { Entry($0, type: 4, number(0, 4)) }
    let length = directory(main + empty, at: 8) { _ in 0 }.count
    var further: [UInt8] = []
    var places: [Entry] = []
    for (tag, entries) in zip(pointers, [photo, position].filter { !$0.isEmpty }) {
      let offset = 8 + length + further.count
      places.append(Entry(tag, type: 4, number(offset, 4)))
      further += directory(entries, at: offset) { _ in 0 }
    }
    let last = 8 + length + further.count
    bytes += directory(main + places, at: 8) { _ in thumbnail == nil ? 0 : last }
    bytes += further
    if let thumbnail {
      let start = last + 2 + 12 * 2 + 4
      bytes += directory(
        [
          Entry(0x0201, type: 4, number(start, 4)),
          Entry(0x0202, type: 4, number(thumbnail.count, 4)),
        ], at: last
      ) { _ in 0 }
      bytes += thumbnail
    }
    return bytes + stray
  }
}
