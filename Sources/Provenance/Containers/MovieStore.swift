internal import Model

/// A box of a file of the MPEG family: MP4, MOV, HEIC, AVIF.
struct MovieBox {
  let type: String
  /// The whole box, with its head.
  let place: Range<Int>
  /// The length of the head: 8 or 16 bytes.
  let headCount: Int

  var content: Range<Int> { place.lowerBound + headCount..<place.upperBound }

  /// Returns the boxes in a range of a file; `nil` if they are malformed or too many.
  static func all(in range: Range<Int>, of source: ByteSource) -> [MovieBox]? {
    var boxes: [MovieBox] = []
    var position = range.lowerBound
    while position < range.upperBound {
      guard boxes.count < EmbeddedStore.maximumParts, let head = source.part(position, 8) else {
        return nil
      }
      var cursor = Cursor(head)
      guard var count = cursor.number(4), let type = cursor.bytes(4) else { return nil }
      var headCount = 8
      if count == 1 {
        guard let long = source.part(position + 8, 8) else { return nil }
        var cursor = Cursor(long)
        guard let number = cursor.number(8) else { return nil }
        (count, headCount) = (number, 16)
      } else if count == 0 {
        count = range.upperBound - position
      }
      guard count >= headCount, count <= range.upperBound - position else { return nil }
      boxes.append(
        MovieBox(
          type: String(decoding: type, as: UTF8.self), place: position..<position + count,
          headCount: headCount))
      position += count
    }
    return boxes
  }
}

/// The manifest store in a box of a file of the MPEG family.
enum MovieStore {
  /// The identifier of the box (C2PA 2.2, A.5.1).
  static let identifier: [UInt8] = [
    0xD8, 0xFE, 0xC3, 0xD6, 0x1B, 0x0E, 0x48, 0x3C, 0x92, 0x97, 0x58, 0x28, 0x87, 0x7E, 0xC4, 0x81,
  ]

  /// The length of the head of such a box: identifier, version, purpose, offset.
  private static let headLimit = 64

  static func search(_ source: ByteSource) -> EmbeddedStore.Search {
    guard let boxes = MovieBox.all(in: 0..<source.byteCount, of: source) else {
      // A file that is cut off may still have them; its other faults are reported elsewhere.
      return firstBoxes(of: source)
    }
    return search(source, boxes)
  }

  private static func search(_ source: ByteSource, _ boxes: [MovieBox]) -> EmbeddedStore.Search {
    var found: [EmbeddedStore] = []
    for box in boxes {
      switch box.type {
      case "uuid":
        guard let start = manifest(in: box, source) else { continue }
        switch EmbeddedStore.part(source, start..<box.place.upperBound, within: box.place) {
        case .found(let store): found.append(store)
        case let other: return other
        }
      case "jumb":
        // JPEG XL has the superbox itself among its boxes.
        let label = source.part(box.content.lowerBound + 8, min(4, box.content.count))
        guard label?.elementsEqual("c2pa".utf8) == true else { continue }
        switch EmbeddedStore.part(source, box.place, within: box.place) {
        case .found(let store): found.append(store)
        case let other: return other
        }
      default: break
      }
    }
    return EmbeddedStore.only(found)
  }

  /// Looks through the boxes before the first malformed one.
  private static func firstBoxes(of source: ByteSource) -> EmbeddedStore.Search {
    var boxes: [MovieBox] = []
    var position = 0
    while boxes.count < EmbeddedStore.maximumParts, let head = source.part(position, 8) {
      var cursor = Cursor(head)
      guard let count = cursor.number(4), count >= 8, count <= source.byteCount - position,
        let next = MovieBox.all(in: position..<position + count, of: source)?.first
      else { break }
      boxes.append(next)
      position += count
    }
    return search(source, boxes)
  }

  /// Returns where the store begins in a box with manifests; `nil` for another box.
  private static func manifest(in box: MovieBox, _ source: ByteSource) -> Int? {
    let count = min(headLimit, box.content.count)
    guard let head = source.part(box.content.lowerBound, count) else { return nil }
    var cursor = Cursor(head)
    guard cursor.bytes(16)?.elementsEqual(identifier) == true, cursor.bytes(4) != nil,
      cursor.bytesToZero()?.elementsEqual("manifest".utf8) == true, cursor.bytes(8) != nil
    else { return nil }
    return box.content.lowerBound + count - cursor.rest.count
  }
}
