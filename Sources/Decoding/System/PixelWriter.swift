internal import POSIX

/// Writes rows of pixels to a descriptor, behind the header that describes them.
@safe package final class PixelWriter: PixelSink {
  private let descriptor: Int32
  // Rows arrive only from the thread that decodes.
  nonisolated(unsafe) private var buffer: [UInt8] = []
  nonisolated(unsafe) private var isBroken = false

  /// The size of the buffer in bytes. Smaller rows are collected so that each write is
  /// worthwhile.
  private static let capacity = 64 << 10

  /// Writes to a descriptor that the caller opened and closes.
  package init(to descriptor: Int32) {
    self.descriptor = descriptor
    unsafe buffer.reserveCapacity(Self.capacity)
  }

  /// Puts the header in front of the rows. It is always accepted.
  package func begin(_ layout: PixelLayout) -> Bool {
    unsafe buffer += layout.header
    return true
  }

  /// Collects the rows, or writes them directly when they exceed the buffer.
  package func append(_ rows: UnsafeRawBufferPointer) {
    if unsafe buffer.count + rows.count > Self.capacity { flush() }
    if rows.count > Self.capacity {
      unsafe write(rows)
    } else {
      unsafe buffer += rows
    }
  }

  /// Writes the rows that are still in the buffer.
  package func flush() {
    unsafe buffer.withUnsafeBytes { unsafe write($0) }
    unsafe buffer.removeAll(keepingCapacity: true)
  }

  /// Writes bytes unless an earlier write failed: the reader has closed its end.
  private func write(_ bytes: UnsafeRawBufferPointer) {
    if unsafe !isBroken { unsafe isBroken = !OutputDescriptor.write(bytes, to: descriptor) }
  }
}

/// System calls for descriptors that are already open.
package enum OutputDescriptor {
  /// Writes all bytes. Returns false when the reader has closed its end or another error
  /// occurs.
  package static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
    var remaining = unsafe bytes
    while unsafe !remaining.isEmpty {
      let written = unsafe POSIX.write(descriptor, remaining.baseAddress, remaining.count)
      if written > 0 {
        unsafe remaining = UnsafeRawBufferPointer(rebasing: remaining[written...])
      } else if written == 0 || errno != EINTR {
        return false
      }
    }
    return true
  }
}
