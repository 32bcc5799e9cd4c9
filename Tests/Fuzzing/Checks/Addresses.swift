import Castbook

@testable import Gallery

/// What browsers send to the gallery: addresses, ranges, and the names of files.
enum Addresses {
  static func read(_ bytes: [UInt8]) throws {
    let text = String(decoding: bytes, as: UTF8.self)
    if let target = WebTarget(text) {
      let texts = target.parts + target.query.flatMap { [$0.key, $0.value] }
      try must(!texts.contains { $0.utf8.contains(0) }, "a zero in \(texts)")
      try must(!target.parts.contains(""), "an empty part in \(target.parts)")
    }
    for count in [0, 1, 100, 1 << 40] {
      guard case .part(let part) = ByteRange.parse(text, of: count) else { continue }
      try must(part.count > 0 && part.offset >= 0, "\(part)")
      try must(part.offset + part.count <= count, "\(part) of \(count)")
    }
    let name = Drops.fileName(text)
    try must(!name.contains("/") && !name.contains("\\"), "\(name) leads elsewhere")
    try must(!name.isEmpty && name != "." && name != ".." && name.utf8.count <= 255, "\(name)")
    let attachment = WebResponse.attachment(text)
    try must(attachment.utf8.allSatisfy { (32..<127).contains($0) }, "\(attachment)")
    try must(attachment.count { $0 == "\"" } == 2, "\(attachment)")
  }
}
