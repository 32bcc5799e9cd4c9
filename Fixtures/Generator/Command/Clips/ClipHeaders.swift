/// Changes in the headers of a finished MP4 or MOV whose times take four bytes.
extension [UInt8] {
  /// A copy that is displayed rotated by 90° clockwise, with the given width.
  func turned(width: Int) throws(FixtureError) -> [UInt8] {
    // After the type: version, three times, a number, a gap, the layer, and then the matrix.
    let matrix = try position(of: "tkhd") + 44
    var turned: [UInt8] = []
    for number in [0, 1 << 16, 0, -1 << 16, 0, 0, width << 16, 0, 1 << 30] {
      turned.append(Int32(number), .big)
    }
    return replacing(at: matrix, with: turned)
  }

  /// A copy with twice the length in the first box of each of these types.
  func lasting(twice types: [String]) throws(FixtureError) -> [UInt8] {
    var copy = self
    for type in types {
      let behind = ["mvhd": 20, "tkhd": 24, "mdhd": 20, "elst": 12]
      guard let offset = behind[type] else { throw .missing("length in \(type)") }
      let position = try copy.position(of: type) + offset
      let length = copy.big32(at: position)
      var twice: [UInt8] = []
      twice.append(UInt32(2 * length), .big)
      copy = copy.replacing(at: position, with: twice)
    }
    return copy
  }

  /// A copy whose edit list skips some of its frames.
  func startingLater(byFrames late: Int, of count: Int) throws(FixtureError) -> [UInt8] {
    // After the type: version, count, a length in the film's time, and its beginning in the
    // track's.
    let edit = try position(of: "elst")
    let header = try position(of: "mdhd") + 20
    let (length, begin) = (big32(at: edit + 12), big32(at: edit + 16))
    var changed: [UInt8] = []
    changed.append(UInt32(length - length * late / count), .big)
    changed.append(UInt32(begin + big32(at: header) * late / count), .big)
    return replacing(at: edit + 12, with: changed)
  }

  private func big32(at start: Int) -> Int { big16(at: start) << 16 | big16(at: start + 2) }

  /// The offset of the last box of this type: the index comes after the frames.
  private func position(of type: String) throws(FixtureError) -> Int {
    let name = [UInt8](type)
    let offsets = indices.dropLast(3).reversed()
    guard let offset = offsets.first(where: { self[$0..<$0 + 4].elementsEqual(name) }) else {
      throw .missing("box \(type)")
    }
    return offset
  }
}
