internal import Model

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The length that a clip's own header states, for telling the film of a Live Photo; nothing is
/// decoded. QuickTime and MP4 are boxes within boxes: a length, a type, then what is inside.
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
      guard let head = bytes(descriptor, position, 16), let short = head.u32(0) else { return nil }
      let isLong = short == 1
      let length = isLong ? (head.u32(8) ?? 0) << 32 | (head.u32(12) ?? 0) : short
      guard length >= 8, length < 1 << 48 else { return nil }
      switch head.latinText(4, limit: 4) {
      case "moov":
        end = position + length
        position += isLong ? 16 : 8
      case "mvhd": return bytes(descriptor, position + 8, 32).flatMap(length(inHeader:))
      default: position += length
      }
    }
    return nil
  }

  private static func length(inHeader header: ByteView) -> Int? {
    let isLong = header[0] == 1
    guard let scale = header.u32(isLong ? 20 : 12), scale > 0,
      let duration = isLong ? header.u32(28) : header.u32(16)
    else { return nil }
    return duration * 1000 / scale
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
