internal import CFileSystem

/// The time from one start of the machine to the next.
enum MachineStart {
  /// Identifies the current one; empty where the system does not say.
  static let id: String = {
    var text = [CChar](repeating: 0, count: 64)
    let isKnown = unsafe text.withUnsafeMutableBufferPointer { buffer in
      unsafe castbook_machine_start(buffer.baseAddress, Int32(buffer.count))
    }
    guard isKnown else { return "" }
    // The system's own file ends with a new line.
    let letters = text.prefix { $0 != 0 && $0 != 10 }
    return String(decoding: letters.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }()
}
