internal import CFiles

/// A file that another process reads by its descriptor. It is closed when the last reference is released.
package final class SharedFile: Sendable {
  private let owned: Descriptor

  /// The descriptor to pass to the other process. It stays this object's to close.
  package var descriptor: Int32 { owned.number }

  /// Takes over an open descriptor.
  init(_ descriptor: Int32) { owned = Descriptor(descriptor) }

  /// Puts bytes into a file without a name; `nil` if the system has no memory for it.
  package init?(_ bytes: [UInt8]) {
    let descriptor = unsafe castbook_anonymous_file(bytes, UInt(bytes.count))
    guard descriptor >= 0 else { return nil }
    owned = Descriptor(descriptor)
  }
}
