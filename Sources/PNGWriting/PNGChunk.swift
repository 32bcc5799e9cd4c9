/// What a PNG is made of: its signature, its chunks, and rows that are filtered and deflated. Two writers make
/// PNGs of it: that of drawings, and that of prepared pictures.
package enum PNGChunk {
  package static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// A whole chunk.
  package static func bytes(_ name: String, _ content: [UInt8]) -> [UInt8] {
    var file: [UInt8] = []
    let place = begin(name, in: &file)
    file += content
    end(place, in: &file)
    return file
  }

  /// Sides, bits a value, and the kind of colours by PNG's number; not interlaced.
  package static func header(width: Int, height: Int, depth: UInt8, colors: UInt8) -> [UInt8] {
    bytes("IHDR", number(width) + number(height) + [depth, colors, 0, 0, 0])
  }

  /// Puts the beginning of a chunk behind a file. What is put behind it is its content, until it is ended.
  package static func begin(_ name: String, in file: inout [UInt8]) -> Int {
    let place = file.count
    file += number(0) + Array(name.utf8)
    return place
  }

  package static func end(_ place: Int, in file: inout [UInt8]) {
    file.replaceSubrange(place..<place + 4, with: number(file.count - place - 8))
    file += number(Int(checksum(file[(place + 4)...])))
  }

  private static func number(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}
