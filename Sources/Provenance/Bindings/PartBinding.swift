internal import Model

/// The hashes of a file's parts, one after the other, under their names (`c2pa.hash.boxes`): the
/// segments of a JPEG, the chunks of a PNG.
struct PartBinding {
  private let parts: [Part]

  /// Some parts that follow each other and have one hash.
  private struct Part {
    let names: [String]
    let function: HashFunction
    let hash: ArraySlice<UInt8>
    let isExcluded: Bool
  }

  private static let maximumParts = 20_000

  /// Reads the assertion.
  ///
  /// - Throws: `CredentialProblem` if it is malformed, or its hash function isn't known.
  init(_ value: CBORValue, _ standard: String?) throws(CredentialProblem) {
    guard let list = value["boxes"]?.array, !list.isEmpty, list.count <= Self.maximumParts else {
      throw CredentialProblem(.damaged, "c2pa.hash.boxes")
    }
    var parts: [Part] = []
    for one in list {
      let name = one["alg"]?.text ?? value["alg"]?.text ?? standard ?? "sha256"
      guard let function = HashFunction(rawValue: name) else {
        throw CredentialProblem(.unknownAlgorithm, String(ofFile: name.utf8, limit: 40))
      }
      let names = one["names"]?.array?.compactMap(\.text) ?? []
      guard !names.isEmpty, let hash = one["hash"]?.bytes else {
        throw CredentialProblem(.damaged, "c2pa.hash.boxes")
      }
      parts.append(
        Part(
          names: names, function: function, hash: hash,
          isExcluded: one["excluded"]?.isTrue ?? false))
    }
    self.parts = parts
  }

  /// A part of a file with its name.
  private struct Piece {
    let name: String
    var place: Range<Int>
  }

  /// Returns what is wrong with a file; `nil` if its parts are those that were signed.
  func problem(
    in source: ByteSource, _ format: MediaFormat, _ places: [Range<Int>]
  ) -> CredentialProblem? {
    let pieces: [Piece]?
    switch format {
    case .jpeg: pieces = Self.segments(source, places)
    case .png: pieces = Self.chunks(source, places)
    default: return CredentialProblem(.unknownBinding, "c2pa.hash.boxes")
    }
    guard let pieces else { return CredentialProblem(.unknownBinding, "c2pa.hash.boxes") }
    var next = pieces[...]
    var uncovered = 0
    for part in parts {
      let found = next.prefix(part.names.count)
      let name = part.names.joined(separator: "–")
      // The file has other parts, or the signer names them in another way.
      guard found.map(\.name) == part.names, let first = found.first, let last = found.last else {
        return CredentialProblem(.unknownBinding, "c2pa.hash.boxes from \(name) on")
      }
      next = next.dropFirst(part.names.count)
      // The store can't contain its own hash.
      if part.names == ["C2PA"] { continue }
      let range = first.place.lowerBound..<last.place.upperBound
      if part.isExcluded {
        uncovered += range.count
        continue
      }
      let running = RunningHash(part.function)
      guard source.hash(range, into: running), running.value == Array(part.hash) else {
        return CredentialProblem(.partsChanged, name)
      }
    }
    if let extra = next.first { return CredentialProblem(.partsChanged, extra.name) }
    return uncovered == 0 ? nil : CredentialProblem(.uncovered, Quantity.grouped(uncovered))
  }

  // MARK: Parts of files

  /// The segments of a JPEG with their names; coded data belong to the marker before them. `nil` if
  /// they are malformed.
  private static func segments(_ source: ByteSource, _ places: [Range<Int>]) -> [Piece]? {
    var pieces: [Piece] = []
    var position = 0
    while position < source.byteCount {
      guard pieces.count < EmbeddedStore.maximumParts,
        let segment = JPEGStore.segment(source, from: position),
        segment.place.lowerBound == position
      else { return nil }
      var end = segment.place.upperBound
      let isScan = segment.marker == 0xDA || (0xD0...0xD7).contains(segment.marker)
      if isScan { end = endOfData(source, from: end) }
      // What follows the end belongs to it, so that nothing is left out.
      if segment.marker == 0xD9 { end = source.byteCount }
      let isStore = places.contains { $0.lowerBound == position }
      let name = isStore ? "C2PA" : self.name(ofMarker: segment.marker)
      if isStore, pieces.last?.name == "C2PA" {
        pieces[pieces.count - 1].place = pieces[pieces.count - 1].place.lowerBound..<end
      } else {
        pieces.append(Piece(name: name, place: position..<end))
      }
      position = end
    }
    return pieces
  }

  /// Returns the offset of the first marker in coded data.
  private static func endOfData(_ source: ByteSource, from start: Int) -> Int {
    var position = start
    while position < source.byteCount,
      let piece = source.part(position, min(1 << 16, source.byteCount - position))
    {
      var index = piece.startIndex
      while let mark = piece[index...].firstIndex(of: 0xFF) {
        let offset = position + mark - piece.startIndex
        guard let next = source.part(offset + 1, 1)?.first else { return source.byteCount }
        // A zero says that the byte before is no marker.
        if next != 0, next != 0xFF { return offset }
        index = mark + 1
      }
      position += piece.count
    }
    return source.byteCount
  }

  private static func name(ofMarker marker: UInt8) -> String {
    switch marker {
    case 0xD8: "SOI"
    case 0xD9: "EOI"
    case 0xDA: "SOS"
    case 0xDB: "DQT"
    case 0xC4: "DHT"
    case 0xCC: "DAC"
    case 0xDD: "DRI"
    case 0xDC: "DNL"
    case 0xDE: "DHP"
    case 0xDF: "EXP"
    case 0xFE: "COM"
    case 0x01: "TEM"
    case 0xD0...0xD7: "RST\(marker - 0xD0)"
    case 0xE0...0xEF: "APP\(marker - 0xE0)"
    case 0xC0...0xCF: "SOF\(marker - 0xC0)"
    default: "\(marker)"
    }
  }

  /// The chunks of a PNG with their names, after its first eight bytes; `nil` if they are
  /// malformed.
  private static func chunks(_ source: ByteSource, _ places: [Range<Int>]) -> [Piece]? {
    var pieces = [Piece(name: "PNGh", place: 0..<8)]
    var position = 8
    while position < source.byteCount {
      guard pieces.count < EmbeddedStore.maximumParts, let head = source.part(position, 8) else {
        return nil
      }
      var cursor = Cursor(head)
      guard let count = cursor.number(4), count <= source.byteCount - position - 12 else {
        return nil
      }
      let isStore = places.contains { $0.lowerBound == position }
      let name = isStore ? "C2PA" : String(decoding: cursor.rest, as: UTF8.self)
      pieces.append(Piece(name: name, place: position..<position + 12 + count))
      position += 12 + count
    }
    return pieces
  }
}
