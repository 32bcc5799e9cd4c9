internal import CGalleryServer
internal import Castbook
internal import Files

/// One request on its way in, and what it asks for.
// The server hands a visit from one thread to the next, and none of them keeps it.
@safe
final class Visit: @unchecked Sendable {
  let exchange: OpaquePointer
  let method: String
  let target: WebTarget
  let range: String?
  let ifRange: String?
  let ifNoneMatch: String?
  let hasPass: Bool
  private(set) var body: [UInt8] = []
  var incoming: IncomingDrop?
  let limit: Int
  private var byteCount = 0

  init(
    _ exchange: OpaquePointer, method: String, target: WebTarget, hasPass: Bool, limit: Int
  ) {
    unsafe self.exchange = exchange
    self.method = method == "HEAD" ? "GET" : method
    self.target = target
    self.hasPass = hasPass
    self.limit = limit
    range = unsafe Self.header("Range", of: exchange).first
    ifRange = unsafe Self.header("If-Range", of: exchange).first
    ifNoneMatch = unsafe Self.header("If-None-Match", of: exchange).first
  }

  /// All values of a header; of several only the first is told.
  static func header(_ name: String, of exchange: OpaquePointer) -> [String] {
    var count = 0
    let value = unsafe castbook_exchange_header(exchange, name, &count)
    guard count > 0, let value = unsafe value else { return [] }
    let text = unsafe String(cString: value)
    return [text] + [String](repeating: text, count: count - 1)
  }

  /// A part of the body. False where it is too much, or can't be kept.
  func take(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    byteCount += bytes.count
    guard byteCount <= limit else { return false }
    if let incoming {
      return unsafe (try? incoming.file.write(UnsafeRawBufferPointer(bytes))) != nil
    }
    unsafe body.append(contentsOf: bytes)
    return true
  }

  func answer(_ answer: WebAnswer) { unsafe answer.give(to: exchange) }

  /// The body as an object of JSON.
  func object() throws -> WebObject {
    let value: JSONValue
    do {
      value = try JSONParser.parse(body, bounds: .init(byteCount: limit, depth: 16))
    } catch {
      throw Refusal.wrong("the request is not valid JSON: \(error)")
    }
    guard value.members != nil else { throw Refusal.wrong("the request is not an object") }
    return WebObject(value: value)
  }
}

/// A file that is dropped, while it comes.
struct IncomingDrop: Sendable {
  let drop: String
  let name: String
  let kind: ElementKind
  let file: WritableFile
}

/// What a request says, key by key.
struct WebObject {
  let value: JSONValue

  func text(_ key: String) throws -> String? {
    guard let found = value[key] else { return nil }
    guard let text = found.string else { throw wrong(key, "a text") }
    return text
  }

  func required(_ key: String) throws -> String {
    guard let text = try text(key) else { throw Refusal.wrong("\(key) is missing") }
    return text
  }

  func number(_ key: String) throws -> Int? {
    guard let found = value[key] else { return nil }
    guard let number = found.integer else { throw wrong(key, "a whole number") }
    return number
  }

  func flag(_ key: String) throws -> Bool {
    guard let found = value[key] else { return false }
    guard let flag = found.boolean else { throw wrong(key, "true or false") }
    return flag
  }

  func texts(_ key: String) throws -> [String] {
    guard let found = value[key] else { return [] }
    guard let values = found.array else { throw wrong(key, "a list of texts") }
    return try values.map { value in
      guard let text = value.string else { throw wrong(key, "a list of texts") }
      return text
    }
  }

  func numbers(_ key: String) throws -> [Int] {
    guard let found = value[key] else { return [] }
    guard let values = found.array else { throw wrong(key, "a list of numbers") }
    return try values.map { value in
      guard let number = value.integer else { throw wrong(key, "a list of numbers") }
      return number
    }
  }

  func objects(_ key: String) throws -> [WebObject] {
    guard let found = value[key] else { return [] }
    guard let values = found.array, values.allSatisfy({ $0.members != nil }) else {
      throw wrong(key, "a list of objects")
    }
    return values.map { WebObject(value: $0) }
  }

  func object(_ key: String) throws -> WebObject? {
    guard let found = value[key] else { return nil }
    guard found.members != nil else { throw wrong(key, "an object") }
    return WebObject(value: found)
  }

  /// Texts by the numbers of files: `{"3": "front"}`.
  func byNumber(_ key: String) throws -> [Int: String] {
    guard let members = try object(key)?.value.members else { return [:] }
    var texts: [Int: String] = [:]
    for member in members {
      guard let number = Int(member.key), let text = member.value.string else {
        throw wrong(key, "an object of numbers and texts")
      }
      texts[number] = text
    }
    return texts
  }

  /// The role that a word names.
  static func role(_ text: String) throws -> Role {
    guard let role = Role(typed: text) else {
      throw Refusal.wrong("unknown role \"\(sanitized(text))\"", fix: Role.fix(for: text))
    }
    return role
  }

  /// One of an enumeration's words.
  func word<Word: RawRepresentable<String> & CaseIterable>(
    _ key: String, _: Word.Type = Word.self
  ) throws -> Word? {
    try text(key).map { try Self.word($0, key) }
  }

  static func word<Word: RawRepresentable<String> & CaseIterable>(
    _ text: String, _ key: String
  ) throws -> Word {
    guard let word = Word(rawValue: text) else {
      let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
      throw Refusal.wrong("\(key) is not one of \(words)")
    }
    return word
  }

  private func wrong(_ key: String, _ wanted: String) -> Refusal {
    .wrong("\(key) is not \(wanted)")
  }
}
