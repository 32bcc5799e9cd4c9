internal import Model

/// The manifest store in an application extension of a GIF, whose content comes in pieces of up to
/// 255 bytes.
enum GIFStore {
  private static let name = Array("C2PA_GIF".utf8) + [1, 0, 0]

  static func search(_ source: ByteSource) -> EmbeddedStore.Search {
    var found: [EmbeddedStore] = []
    guard let flags = source.part(10, 1)?.first else { return .none }
    var position = 13 + tableBytes(flags)
    for _ in 0..<EmbeddedStore.maximumParts {
      guard let introducer = source.part(position, 1)?.first else { break }
      switch introducer {
      case 0x21:
        let isOurs =
          source.part(position + 1, 13).map {
            $0.first == 0xFF && $0.dropFirst(2).elementsEqual(name)
          }
          ?? false
        guard let content = pieces(source, from: position + (isOurs ? 14 : 2), isKept: isOurs)
        else {
          return isOurs ? .failed(CredentialProblem(.damaged)) : EmbeddedStore.only(found)
        }
        if isOurs {
          found.append(EmbeddedStore(bytes: content.bytes, places: [position..<content.end]))
        }
        position = content.end
      case 0x2C:
        guard let flags = source.part(position + 9, 1)?.first,
          let content = pieces(source, from: position + 11 + tableBytes(flags), isKept: false)
        else { return EmbeddedStore.only(found) }
        position = content.end
      default: return EmbeddedStore.only(found)
      }
    }
    return EmbeddedStore.only(found)
  }

  /// The size of a table of colors by the flags that announce it.
  private static func tableBytes(_ flags: UInt8) -> Int {
    flags & 0x80 == 0 ? 0 : 3 << (Int(flags & 7) + 1)
  }

  /// Reads pieces up to the empty one; `nil` if the file ends before, or they are too large.
  private static func pieces(
    _ source: ByteSource, from start: Int, isKept: Bool
  ) -> (bytes: [UInt8], end: Int)? {
    var bytes: [UInt8] = []
    var position = start
    while let count = source.part(position, 1)?.first {
      if count == 0 { return (bytes, position + 1) }
      if isKept {
        guard let piece = source.part(position + 1, Int(count)),
          bytes.count <= EmbeddedStore.maximumBytes
        else { return nil }
        bytes += piece
      }
      position += 1 + Int(count)
    }
    return nil
  }
}
