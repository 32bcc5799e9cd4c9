internal import Model

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The length that a clip's own header states, for telling the film of a Live Photo; nothing is
/// decoded, and the file is not read whole.
enum ClipLength {
  /// Thousandths of a second; nothing for what is no such clip.
  static func milliseconds(of path: FilePath) -> Int? {
    let descriptor = unsafe path.withCString { text in
      unsafe openForReading(text)
    }
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var position = 0
    var end = Int.max
    // A clip has a handful of boxes on its way to the header.
    for _ in 0..<64 where position < end {
      guard let head = bytes(descriptor, position, 16).flatMap(BoxHead.init),
        let length = head.length, length < 1 << 48
      else { return nil }
      switch head.type {
      case "moov":
        end = position + length
        position += head.count
      case "mvhd":
        return bytes(descriptor, position + 8, 32).flatMap(FilmHeader.milliseconds(inHeader:))
      default: position += length
      }
    }
    return nil
  }

  /// The box of a film's headers, wherever it stands in the file; nothing where there is none, or a huge one.
  static func movie(_ descriptor: Int32) -> [UInt8]? {
    var position = 0
    for _ in 0..<64 {
      guard let head = bytes(descriptor, position, 16).flatMap(BoxHead.init),
        let length = head.length, length < 1 << 48
      else { return nil }
      if head.type == "moov" {
        guard length <= 64 << 20 else { return nil }
        return bytes(descriptor, position, length)?.copied
      }
      position += length
    }
    return nil
  }

  private static func openForReading(_ path: UnsafePointer<CChar>) -> Int32 {
    unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
  }

  private static func bytes(_ descriptor: Int32, _ offset: Int, _ count: Int) -> ByteView? {
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      filled = unsafe max(0, pread(descriptor, buffer.baseAddress, count, off_t(offset)))
    }
    return bytes.count >= min(count, 8) ? ByteView(bytes) : nil
  }
}
