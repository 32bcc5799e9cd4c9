internal import CFiles

/// Identifies the current boot of the machine.
package enum BootIdentifier {
  /// A text that is different after each restart; empty if the system has none.
  package static let current: String = {
    var text = [CChar](repeating: 0, count: 64)
    let isKnown = unsafe text.withUnsafeMutableBufferPointer { buffer in
      unsafe castbook_boot_identifier(buffer.baseAddress, Int32(buffer.count))
    }
    guard isKnown else { return "" }
    // The system's own file ends with a line feed.
    let letters = text.prefix { $0 != 0 && $0 != 10 }
    return String(decoding: letters.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }()
}
