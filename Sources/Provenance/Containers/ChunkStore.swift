internal import Model

/// The manifest store in a chunk of a file that consists of chunks: PNG, or RIFF with pictures and
/// sounds.
enum ChunkStore {
  /// Looks for the chunk `caBX` of a PNG.
  static func searchPNG(_ source: ByteSource) -> EmbeddedStore.Search {
    var position = 8
    var found: [EmbeddedStore] = []
    for _ in 0..<EmbeddedStore.maximumParts {
      guard let head = source.part(position, 8) else { break }
      var cursor = Cursor(head)
      guard let count = cursor.number(4), count <= source.byteCount - position - 8 else { break }
      let type = cursor.rest
      if type.elementsEqual("caBX".utf8) {
        let place = position..<min(position + 12 + count, source.byteCount)
        switch EmbeddedStore.part(source, position + 8..<position + 8 + count, within: place) {
        case .found(let store): found.append(store)
        case let other: return other
        }
      }
      if type.elementsEqual("IEND".utf8) { break }
      position += 12 + count
    }
    return EmbeddedStore.only(found)
  }

  /// Looks for the chunk `C2PA` of WebP, WAV or AVI.
  static func searchRIFF(_ source: ByteSource) -> EmbeddedStore.Search {
    var position = 12
    var found: [EmbeddedStore] = []
    for _ in 0..<EmbeddedStore.maximumParts {
      guard let head = source.part(position, 8) else { break }
      var cursor = Cursor(head)
      guard let type = cursor.bytes(4), let count = cursor.number(4, isLittle: true),
        count <= source.byteCount - position - 8
      else { break }
      // A chunk of odd length is followed by a zero.
      let end = min(position + 8 + count + count % 2, source.byteCount)
      if type.elementsEqual("C2PA".utf8) {
        let content = position + 8..<position + 8 + count
        switch EmbeddedStore.part(source, content, within: position..<end) {
        case .found(let store): found.append(store)
        case let other: return other
        }
      }
      position = end
    }
    return EmbeddedStore.only(found)
  }
}
