import Foundation
import Testing

@testable import Transport

/// A key that a server repeats is recognized in any spelling.
@Suite("Keys that are repeated")
struct RepeatedKeys {
  private static let key = "fal-live-9f8e7d:c4b5a6971234567890abcdef"
  private static let redactor = KeyRedactor([.init(name: "FAL_KEY", text: key)])

  private static func escaped(_ byte: (UInt8) -> String) -> String {
    key.utf8.map(byte).joined()
  }

  private static func hex(_ byte: UInt8, _ digits: Int = 2) -> String {
    let text = String(byte, radix: 16)
    return String(repeating: "0", count: digits - text.count) + text
  }

  private static func character(_ byte: UInt8) -> String { String(UnicodeScalar(byte)) }

  /// The ways to spell the key, each with a text that contains it.
  private static let spellings: [(String, String)] = {
    let key = Self.key
    let halves = key.split(separator: ":").map(String.init)
    let base64 = Data(key.utf8).base64EncodedString()
    return [
      ("plain", "wrong key \(key)."),
      ("with its scheme", "Key \(key)"),
      ("upper case", key.uppercased()),
      ("JSON, one escape", "\\u0066\(key.dropFirst())"),
      ("JSON, all escapes", escaped { "\\u\(hex($0, 4))" }),
      ("JSON, upper case digits", escaped { "\\u\(hex($0, 4).uppercased())" }),
      ("JSON in JSON", escaped { "\\\\u\(hex($0, 4))" }),
      ("percent, the colon", key.replacing(":", with: "%3A")),
      ("percent, all", escaped { "%\(hex($0))" }),
      ("percent, twice", escaped { "%25\(hex($0))" }),
      ("HTML, decimal", escaped { "&#\($0);" }),
      ("HTML, hexadecimal", escaped { "&#x\(hex($0));" }),
      ("backslash x", escaped { "\\x\(hex($0))" }),
      ("base64", base64),
      (
        "base64 for addresses, without padding",
        base64.replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
      ),
      ("base64 of a head", Data("Authorization: Key \(key)\r\n".utf8).base64EncodedString()),
      ("base64, one byte later", Data("x\(key)".utf8).base64EncodedString()),
      ("base64 in JSON", base64.replacing("/", with: "\\/").replacing("=", with: "\\u003d")),
      ("hexadecimal", escaped { hex($0) }),
      ("the half before the colon", "id \(halves[0]) is unknown"),
      ("the half behind the colon", "secret \(halves[1]) is wrong"),
      ("its first 20 characters", "\(key.prefix(20))…"),
      ("its last 16 characters", "…\(key.suffix(16))"),
      ("broken into lines", escaped { $0 == 0x3A ? ":\n" : character($0) }),
      ("with invisible characters", escaped { "\(character($0))\u{200B}" }),
      ("with blanks", escaped { "\(character($0)) " }),
      ("in a header", "text/plain; key=\(key)"),
    ]
  }()

  @Test("in any of many spellings", arguments: spellings)
  func spelling(name: String, text: String) throws {
    let redacted = Self.redactor.redacted(text)
    #expect(redacted.contains("$FAL_KEY"), "\(name): \(redacted)")
    // No 12 consecutive characters of the key are left in any spelling.
    for window in Self.windows(of: Self.key, length: 12) {
      #expect(!redacted.lowercased().contains(window), "\(name): \(redacted)")
    }
    #expect(Self.redactor.redacted(redacted) == redacted, "\(name)")
  }

  private static func windows(of text: String, length: Int) -> [String] {
    let bytes = Array(text.utf8)
    return (0...(bytes.count - length)).map {
      String(decoding: bytes[$0..<($0 + length)], as: UTF8.self)
    }
  }

  @Test("What is around a key, and texts without one, stay as they are")
  func others() {
    let redactor = Self.redactor
    for text in [
      "", "Failed to download the file", #"{"request_id":"0a1b2c3d4e5f","status":"IN_QUEUE"}"#,
      "fal-live", "ä%20\\u00e4&#228; 7", String(repeating: "ab", count: 500),
    ] { #expect(redactor.redacted(text) == text) }
    #expect(redactor.redacted("a \(Self.key) b \(Self.key) c") == "a $FAL_KEY b $FAL_KEY c")
    #expect(
      redactor.redacted(#"{"detail":"key \#(Self.key) is wrong"}"#)
        == #"{"detail":"key $FAL_KEY is wrong"}"#)
  }

  @Test("The answer stays JSON, so that what the provider says is still read")
  func json() throws {
    for (name, text) in Self.spellings where !name.hasPrefix("broken") {
      guard let quoted = try? JSONEncoder().encode(text) else { continue }
      let isEscaped = text.contains("\\")
      let body =
        isEscaped
        ? #"{"detail":"\#(text)"}"# : #"{"detail":\#(String(decoding: quoted, as: UTF8.self))}"#
      let redacted = Self.redactor.redacted(Array(body.utf8))
      let isJSON = (try? JSONSerialization.jsonObject(with: Data(redacted))) != nil
      let wasJSON = (try? JSONSerialization.jsonObject(with: Data(body.utf8))) != nil
      #expect(isJSON || !wasJSON, "\(name): \(String(decoding: redacted, as: UTF8.self))")
    }
  }

  @Test(
    "A megabyte is searched quickly, also if it is made of escapes",
    arguments: ["%25", "\\u0066", "a"])
  func long(text: String) {
    let body = Array(String(repeating: text, count: (1 << 20) / text.utf8.count).utf8)
    #expect(Self.redactor.redacted(body) == body)
  }
}
