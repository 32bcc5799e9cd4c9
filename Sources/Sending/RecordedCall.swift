internal import Files
package import Model
internal import Targets
package import Transfers

/// A call and its answer in a form that can be shared: without keys, tokens and signatures.
///
/// ```json
/// {"castbook": "exchange/1", "method": "POST",
///  "url": "https://queue.fal.run/fal-ai/kling-video", …}
/// ```
package struct RecordedCall {
  private let call: ProviderCall
  private let result: Result<ProviderResponse, TransferFailure>
  private let moment: Instant

  /// - Parameter moment: When the answer came.
  package init(
    _ call: ProviderCall, _ result: Result<ProviderResponse, TransferFailure>, at moment: Instant
  ) {
    (self.call, self.result, self.moment) = (call, result, moment)
  }

  /// A file name for it, without the leading number: the method and the host.
  package var name: String { "\(call.method.rawValue.lowercased())-\(call.address.host).json" }

  /// The call as `exchange/1`.
  package var json: JSONValue {
    let head: JSONValue = [
      "castbook": "exchange/1", "at": moment, "method": call.method.rawValue,
      // An address called without a key came from the provider, and its query authorizes the call.
      "url": isKeyed ? call.address.text : call.address.text.withoutQueryValues,
      "submission": call.isSubmission,
      "headers": .array(call.headers.map { .string(Self.header($0)) }),
    ]
    return head.adding(body).adding(answer)
  }

  private var isKeyed: Bool { call.headers.contains { $0.contains("$") } }

  /// A header line. One with a variable in place of its key is harmless.
  private static func header(_ line: String) -> String {
    guard !line.contains("$"), let colon = line.firstIndex(of: ":") else { return line }
    return isSecret(line[..<colon]) ? "\(line[...colon]) \(removed)" : line.withoutQueryValues
  }

  private var body: JSONValue {
    switch call.body {
    case .none: return .object([])
    case .bytes(let bytes): return Self.content(bytes)
    case .file: return ["file": true]
    case .form(let parts):
      let fields: [JSONValue] = parts.map { part in
        switch part.content {
        case .text(let text):
          [
            "name": part.name,
            "text": Self.isSecret(part.name[...]) ? Self.removed : Self.displayText(text),
          ]
        case .file(_, let name, let type): ["name": part.name, "file": name, "type": type]
        }
      }
      return ["form": .array(fields)]
    }
  }

  private var answer: JSONValue {
    switch result {
    case .success(let answer):
      let head: JSONValue = [
        "status": answer.status, "type": answer.type.isEmpty ? nil : answer.type,
        "date": answer.date,
        "bytes": answer.byteCount,
      ]
      return ["answer": answer.bytes.isEmpty ? head : head.adding(Self.content(answer.bytes))]
    case .failure(let failure):
      return [
        "failure": [
          "reason": failure.reason.rawValue, "message": failure.summary,
          "mayHaveArrived": failure.mayHaveArrived,
        ] as JSONValue
      ]
    }
  }

  /// The longest text that is kept. Pictures inside a request are longer.
  private static let maximumLength = 8192
  private static let removed = "(removed)"

  /// Returns a body as JSON, or as text if it isn't.
  private static func content(_ bytes: [UInt8]) -> JSONValue {
    guard let json = try? JSONParser.parse(bytes, bounds: JSONParser.Bounds(depth: 64)) else {
      return ["text": displayText(String(decoding: bytes, as: UTF8.self))]
    }
    return ["json": redacted(json)]
  }

  /// Returns the text of a body without secrets; `nil` if it is too long to keep.
  static func redacted(_ bytes: [UInt8]) -> String? {
    guard bytes.count <= maximumLength else { return nil }
    return displayText(String(decoding: bytes, as: UTF8.self))
  }

  /// Returns a value without secrets.
  private static func redacted(_ value: JSONValue) -> JSONValue {
    switch value {
    case .object(let members):
      return .object(
        members.map { member in
          let isHidden = isSecret(member.key[...]) && member.value.scalarText != nil
          return JSONValue.Member(
            member.key, isHidden ? .string(removed) : redacted(member.value))
        })
    case .array(let values): return .array(values.map(redacted))
    case .string(let text): return .string(displayText(text))
    case .integer, .number, .boolean, .null: return value
    }
  }

  private static func displayText(_ text: String) -> String {
    guard text.utf8.count <= maximumLength else {
      let digest = SHA256.digest(of: Array(text.utf8))
      return "(\(text.utf8.count) bytes, SHA-256 \(digest.hex))"
    }
    // A text may itself contain JSON, as KIE's results do.
    if text.hasPrefix("{") || text.hasPrefix("["),
      let inner = try? JSONParser.parse(Array(text.utf8), bounds: JSONParser.Bounds(depth: 64))
    {
      return redacted(inner).compactText
    }
    return text.withoutQueryValues
  }

  /// The parts of names whose values grant access.
  private static let secretWords = [
    "token", "secret", "signature", "policy", "credential", "password", "authorization", "cookie",
    "apikey", "accesskey", "sessionkey",
  ]

  /// Whether the value of a header or member with this name grants access.
  private static func isSecret(_ name: Substring) -> Bool {
    let plain = name.lowercased().filter { $0 != "-" && $0 != "_" }
    return secretWords.contains(where: plain.contains)
  }
}

extension String {
  /// The text with the query values of its addresses removed: they contain the signatures.
  fileprivate var withoutQueryValues: String {
    guard contains("https://"), contains("?") else { return self }
    var found = ""
    var rest = self[...]
    while let start = rest.firstRange(of: "https://") {
      let isEnd = { (character: Character) in
        character.isWhitespace || "\"'<>\\`|".contains(character)
      }
      let end = rest[start.lowerBound...].firstIndex(where: isEnd) ?? rest.endIndex
      found += rest[..<start.lowerBound]
      found += Self.withoutQueryValues(address: rest[start.lowerBound..<end])
      rest = rest[end...]
    }
    return found + rest
  }

  private static func withoutQueryValues(address: Substring) -> String {
    guard let mark = address.firstIndex(of: "?") else { return String(address) }
    let fields = address[address.index(after: mark)...].split(separator: "&").map { field in
      field.firstIndex(of: "=").map { "\(field[...$0])(removed)" } ?? "(removed)"
    }
    return address[...mark] + fields.joined(separator: "&")
  }
}
