internal import Files
internal import Model

/// The header of a clip, found without reading the whole file or decoding anything.
enum ClipLength {
  /// Returns the length in a clip's own header, in milliseconds, to recognize the clip of a Live
  /// Photo; `nil` for anything but such a clip.
  static func milliseconds(of path: FilePath) -> Int? {
    guard let file = try? ReadableFile.open(path, followingLinks: true) else { return nil }
    var position = 0
    var end = Int.max
    // A clip has a handful of boxes before its header.
    for _ in 0..<64 where position < end {
      guard let head = bytes(file, position, 16).flatMap(BoxHead.init),
        let length = head.length, length < 1 << 48
      else { return nil }
      switch head.type {
      case "moov":
        end = position + length
        position += head.count
      case "mvhd": return bytes(file, position + 8, 32).flatMap(MovieHeader.milliseconds(inHeader:))
      default: position += length
      }
    }
    return nil
  }

  /// Returns the box with a film's headers, anywhere in the file; `nil` if absent or above 64 MiB.
  static func movie(_ file: ReadableFile) -> [UInt8]? {
    var position = 0
    for _ in 0..<64 {
      guard let head = bytes(file, position, 16).flatMap(BoxHead.init),
        let length = head.length, length < 1 << 48
      else { return nil }
      if head.type == "moov" {
        guard length <= 64 << 20 else { return nil }
        return bytes(file, position, length)?.copied
      }
      position += length
    }
    return nil
  }

  private static func bytes(_ file: ReadableFile, _ offset: Int, _ count: Int) -> ByteView? {
    guard let bytes = try? file.bytes(at: offset, upTo: count) else { return nil }
    return bytes.count >= min(count, 8) ? ByteView(bytes) : nil
  }
}
