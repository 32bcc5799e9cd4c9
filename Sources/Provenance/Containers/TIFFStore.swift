internal import Model

/// The manifest store in the tag 0xCD41 of a TIFF, which usually is in a directory of its own, the
/// last one.
enum TIFFStore {
  private static let tag = 0xCD41
  private static let maximumDirectories = 1000
  private static let maximumEntries = 4096

  /// Reads numbers in the byte order and the width of a file.
  private struct Numbers {
    let source: ByteSource
    let isLittle: Bool
    /// Whether offsets and numbers of entries are longer: the file is a BigTIFF.
    var isBig = false

    /// The length of an offset, and of an entry.
    var width: Int { isBig ? 8 : 4 }
    var entry: Int { isBig ? 20 : 12 }
    /// The length of a number of entries.
    var countWidth: Int { isBig ? 8 : 2 }

    init?(_ source: ByteSource) {
      guard let head = source.part(0, 8) else { return nil }
      isLittle = head.starts(with: "II".utf8)
      guard isLittle || head.starts(with: "MM".utf8) else { return nil }
      self.source = source
      isBig = self[2, 2] == 43
    }

    subscript(offset: Int, count: Int) -> Int? {
      guard let part = source.part(offset, count) else { return nil }
      var cursor = Cursor(part)
      return cursor.number(count, isLittle: isLittle)
    }
  }

  static func search(_ source: ByteSource) -> EmbeddedStore.Search {
    guard let numbers = Numbers(source) else { return .none }
    var found: [EmbeddedStore] = []
    // A list that leads back to itself ends at the limit, and gives a store several times.
    var directory = numbers[numbers.isBig ? 8 : 4, numbers.width] ?? 0
    for _ in 0..<maximumDirectories where directory > 0 {
      guard let count = numbers[directory, numbers.countWidth], count <= maximumEntries,
        directory < source.byteCount
      else { break }
      for index in 0..<count {
        let start = directory + numbers.countWidth + index * numbers.entry
        guard numbers[start, 2] == tag else { continue }
        switch store(start, numbers) {
        case .found(let store): found.append(store)
        case let other: return other
        }
      }
      let link = directory + numbers.countWidth + count * numbers.entry
      guard let next = numbers[link, numbers.width] else { break }
      directory = next
    }
    return EmbeddedStore.only(found)
  }

  /// Returns the store that an entry of a directory refers to.
  private static func store(_ start: Int, _ numbers: Numbers) -> EmbeddedStore.Search {
    let (width, source) = (numbers.width, numbers.source)
    guard let count = numbers[start + 4, width], let place = numbers[start + 4 + width, width],
      count > width, place <= source.byteCount, count <= source.byteCount - place
    else { return .failed(CredentialProblem(.damaged)) }
    let range = place..<place + count
    guard case .found(var store) = EmbeddedStore.part(source, range, within: range) else {
      return EmbeddedStore.part(source, range, within: range)
    }
    // The entry has the length of the store, which is not known before it is signed.
    store.places = [start..<start + numbers.entry, range].sorted { $0.lowerBound < $1.lowerBound }
    return .found(store)
  }
}
