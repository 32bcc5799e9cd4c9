import Model

@testable import Provenance

/// Boxes and values that no writer makes, put together by hand.
enum Assembled {
  static func number(_ number: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * (count - 1 - $0))) }
  }

  static func box(_ type: String, _ content: [UInt8]) -> [UInt8] {
    number(content.count + 8, 4) + Array(type.utf8) + content
  }

  /// A superbox of a kind, with its label.
  static func superbox(_ kind: String, _ label: String, _ content: [UInt8]) -> [UInt8] {
    let tail: [UInt8] = [0, 0x11, 0, 0x10, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71]
    let description = Array(kind.utf8) + tail + [3] + Array(label.utf8) + [0]
    return box("jumb", box("jumd", description) + content)
  }

  /// The head of a value of CBOR.
  static func head(_ kind: UInt8, _ count: Int) -> [UInt8] {
    count < 24 ? [kind << 5 | UInt8(count)] : [kind << 5 | 26] + number(count, 4)
  }

  static func text(_ text: String) -> [UInt8] { head(3, text.utf8.count) + Array(text.utf8) }
  static func bytes(_ bytes: [UInt8]) -> [UInt8] { head(2, bytes.count) + bytes }

  static func map(_ pairs: [(String, [UInt8])]) -> [UInt8] {
    head(5, pairs.count) + pairs.flatMap { text($0.0) + $0.1 }
  }

  static func list(_ items: [[UInt8]]) -> [UInt8] { head(4, items.count) + items.flatMap(\.self) }

  /// An assertion in CBOR.
  static func assertion(_ label: String, _ value: [UInt8]) -> [UInt8] {
    superbox("cbor", label, box("cbor", value))
  }

  /// A reference to a box of a manifest.
  static func reference(_ address: String, _ content: [UInt8]) -> [UInt8] {
    map([
      ("url", text("self#jumbf=\(address)")),
      ("hash", bytes(HashFunction.sha256.hash(of: content.dropFirst(8)))),
    ])
  }

  /// A manifest with assertions and a signature that has nothing in it.
  static func manifest(
    _ label: String, _ assertions: [(label: String, box: [UInt8])], signature: [UInt8]? = nil
  ) -> [UInt8] {
    let references = assertions.map { reference("c2pa.assertions/\($0.label)", $0.box) }
    let claim = map([("alg", text("sha256")), ("assertions", list(references))])
    return superbox(
      "c2ma", label,
      superbox("c2as", "c2pa.assertions", assertions.flatMap(\.box))
        + superbox("c2cl", "c2pa.claim", box("cbor", claim))
        + superbox("c2cs", "c2pa.signature", box("cbor", signature ?? [0x80])))
  }

  static func store(_ manifests: [[UInt8]]) -> [UInt8] {
    superbox("c2pa", "c2pa", manifests.flatMap(\.self))
  }

  /// A PNG that consists of a head, a store and its end.
  static func png(_ store: [UInt8]) -> [UInt8] {
    let chunk = { (type: String, data: [UInt8]) in
      number(data.count, 4) + Array(type.utf8) + data + [0, 0, 0, 0]
    }
    return [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10] + chunk("caBX", store) + chunk("IEND", [])
  }

  static func read(_ store: [UInt8]) -> ContentCredentials? {
    ProvenanceReader.read(ByteSource(png(store)), .png)?.credentials
  }
}
