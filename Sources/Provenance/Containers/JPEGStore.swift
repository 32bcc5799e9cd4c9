internal import Model

/// The manifest store in the APP11 segments of a JPEG, in as many parts as it needs.
///
/// Each segment has a mark, the number of a box and that of the part. The head of the box is
/// repeated in each part.
enum JPEGStore {
  /// A box that is being put together.
  private struct Part {
    let number: Int
    var store: EmbeddedStore
    /// The length of the head that the following parts repeat.
    let headCount: Int
    var sequence: Int
  }

  static func search(_ source: ByteSource) -> EmbeddedStore.Search {
    var boxes: [Part] = []
    var segmentCount = 0
    var position = 2
    while let segment = segment(source, from: position), segment.marker != 0xDA {
      segmentCount += 1
      guard segmentCount <= EmbeddedStore.maximumParts else { break }
      position = segment.place.upperBound
      guard segment.marker == 0xEB, segment.content.count > 16,
        let content = source.part(segment.content.lowerBound, segment.content.count)
      else { continue }
      switch add(content, segment.place, to: &boxes) {
      case .failed(let problem): return .failed(problem)
      case .found, .none: break
      }
    }
    let stores = boxes.map(\.store).filter { isManifestStore($0.bytes) }
    return EmbeddedStore.only(stores)
  }

  /// Adds a segment to the box that it continues, or begins one.
  private static func add(
    _ content: ArraySlice<UInt8>, _ place: Range<Int>, to boxes: inout [Part]
  ) -> EmbeddedStore.Search {
    var cursor = Cursor(content)
    guard cursor.bytes(2)?.elementsEqual("JP".utf8) == true, let number = cursor.number(2),
      let sequence = cursor.number(4), let head = cursor.rest.prefix(4).last
    else { return .none }
    guard sequence > 1 else {
      // A length of 1 says that a longer one follows.
      let isLong = cursor.rest.prefix(3).allSatisfy { $0 == 0 } && head == 1
      boxes.append(
        Part(
          number: number, store: EmbeddedStore(bytes: Array(cursor.rest), places: [place]),
          headCount: isLong ? 16 : 8, sequence: 1))
      return .none
    }
    guard let index = boxes.lastIndex(where: { $0.number == number }) else { return .none }
    guard boxes[index].sequence + 1 == sequence, cursor.bytes(boxes[index].headCount) != nil else {
      guard isManifestStore(boxes[index].store.bytes) else { return .none }
      return .failed(CredentialProblem(.damaged))
    }
    let byteCount = boxes[index].store.bytes.count + cursor.rest.count
    guard byteCount <= EmbeddedStore.maximumBytes else { return EmbeddedStore.tooLarge(byteCount) }
    boxes[index].sequence = sequence
    boxes[index].store.bytes += cursor.rest
    boxes[index].store.places.append(place)
    return .none
  }

  /// Whether boxes of JUMBF begin with a manifest store and not with other data.
  private static func isManifestStore(_ bytes: [UInt8]) -> Bool {
    bytes.prefix(64).dropFirst(16).starts(with: "c2pa".utf8)
      || bytes.prefix(64).dropFirst(24).starts(with: "c2pa".utf8)
  }

  /// A marker with its content.
  struct Segment {
    let marker: UInt8
    /// Marker, length and content.
    let place: Range<Int>
    let content: Range<Int>
  }

  /// Returns the segment at or after an offset; `nil` at the end of the file, or if there is none.
  static func segment(_ source: ByteSource, from start: Int) -> Segment? {
    var position = start
    while let head = source.part(position, 2), head.first == 0xFF {
      guard let marker = head.last, marker != 0xFF else {
        position += 1
        continue
      }
      let end = position + 2
      if (0xD0...0xD9).contains(marker) || marker == 0x01 {
        return Segment(marker: marker, place: position..<end, content: end..<end)
      }
      guard let length = source.part(end, 2).map({ Int($0.first ?? 0) << 8 | Int($0.last ?? 0) }),
        length >= 2, end + length <= source.byteCount
      else { return nil }
      return Segment(
        marker: marker, place: position..<end + length, content: end + 2..<end + length)
    }
    return nil
  }
}
