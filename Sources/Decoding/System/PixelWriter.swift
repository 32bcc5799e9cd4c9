#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Writes rows of pixels to a descriptor, behind the header that says what they are.
@safe package final class PixelWriter: PixelSink {
  private let descriptor: Int32
  // Rows come from one thread, the one that decodes.
  nonisolated(unsafe) private var held: [UInt8] = []
  nonisolated(unsafe) private var isBroken = false

  /// Small rows are held back until there are so many bytes of them.
  private static let room = 64 << 10

  package init(to descriptor: Int32) {
    self.descriptor = descriptor
    unsafe held.reserveCapacity(Self.room)
  }

  package func begin(_ layout: PixelLayout) -> Bool {
    unsafe held += layout.header
    return true
  }

  package func take(_ rows: UnsafeRawBufferPointer) {
    if unsafe held.count + rows.count > Self.room { end() }
    if rows.count > Self.room {
      unsafe write(rows)
    } else {
      unsafe held += rows
    }
  }

  /// Writes what was held back.
  package func end() {
    unsafe held.withUnsafeBytes { unsafe write($0) }
    unsafe held.removeAll(keepingCapacity: true)
  }

  private func write(_ bytes: UnsafeRawBufferPointer) {
    if unsafe !isBroken { unsafe isBroken = !Descriptor.write(bytes, to: descriptor) }
  }
}

/// The system's calls for what is open already.
package enum Descriptor {
  /// Writes all of it, or says that nobody reads any longer.
  package static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
    var rest = unsafe bytes
    while unsafe !rest.isEmpty {
      let written = unsafe systemWrite(descriptor, rest.baseAddress, rest.count)
      if written > 0 {
        unsafe rest = UnsafeRawBufferPointer(rebasing: rest[written...])
      } else if written == 0 || errno != EINTR {
        return false
      }
    }
    return true
  }
}

/// The system's `write`, under a name that does not hide ours.
private func systemWrite(
  _ descriptor: Int32, _ start: UnsafeRawPointer?, _ count: Int
) -> Int {
  unsafe write(descriptor, start, count)
}
