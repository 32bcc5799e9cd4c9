internal import CDecoderServer
internal import Model

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A file that another process reads by its descriptor; closed when nobody holds it any more.
final class SharedFile: Sendable {
  let descriptor: Int32

  /// Takes over a descriptor.
  init(_ descriptor: Int32) { self.descriptor = descriptor }

  /// Bytes as a file that has no name; nothing where the system has no memory for it.
  convenience init?(_ bytes: [UInt8]) {
    let descriptor = unsafe castbook_hold_bytes(bytes, bytes.count)
    guard descriptor >= 0 else { return nil }
    self.init(descriptor)
  }

  deinit { close(descriptor) }
}
