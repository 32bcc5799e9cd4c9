internal import CGalleryServer
internal import Castbook
internal import Files

// The server hands a request from one thread to the next, and none of them keeps it.
/// One request as it arrives.
@safe
final class Request: @unchecked Sendable {
  /// The exchange in C, through which the answer is sent.
  let exchange: OpaquePointer
  /// The method; `GET` also for `HEAD`, whose body the server leaves out.
  let method: String
  /// The path and the query.
  let target: WebTarget
  /// The header `Range`.
  let range: String?
  /// The header `If-Range`.
  let ifRange: String?
  /// The header `If-None-Match`.
  let ifNoneMatch: String?
  /// Whether the browser accepts compressed answers.
  let acceptsGzip: Bool
  /// Whether the browser sent the session's cookie.
  let hasSession: Bool
  /// Whether it was sent to another address of this machine than the gallery's own.
  var isElsewhere = false
  /// The body so far; empty for a dropped file, which is written to the disk.
  private(set) var body: [UInt8] = []
  /// The dropped file that the body is written to; `nil` for other requests.
  var incoming: IncomingDrop?
  /// The largest body in bytes.
  let limit: Int
  private var byteCount = 0

  /// Reads the headers of a request whose head was accepted.
  init(
    _ exchange: OpaquePointer, method: String, target: WebTarget, hasSession: Bool, limit: Int
  ) {
    unsafe self.exchange = exchange
    self.method = method == "HEAD" ? "GET" : method
    self.target = target
    self.hasSession = hasSession
    self.limit = limit
    acceptsGzip = unsafe Self.header("Accept-Encoding", of: exchange).contains {
      $0.contains("gzip")
    }
    range = unsafe Self.header("Range", of: exchange).first
    ifRange = unsafe Self.header("If-Range", of: exchange).first
    ifNoneMatch = unsafe Self.header("If-None-Match", of: exchange).first
  }

  /// Returns the values of a header. When it is repeated, the first value is returned once
  /// for each occurrence.
  static func header(_ name: String, of exchange: OpaquePointer) -> [String] {
    var count = 0
    let value = unsafe castbook_exchange_header(exchange, name, &count)
    guard count > 0, let value = unsafe value else { return [] }
    let text = unsafe String(cString: value)
    return [text] + [String](repeating: text, count: count - 1)
  }

  /// Appends a part of the body. Returns false when the body is too large or cannot be written.
  func append(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    byteCount += bytes.count
    guard byteCount <= limit else { return false }
    if let incoming {
      return unsafe (try? incoming.file.write(UnsafeRawBufferPointer(bytes))) != nil
    }
    unsafe body.append(contentsOf: bytes)
    return true
  }

  /// Returns the body and forgets it.
  func takeBody() -> [UInt8] {
    defer { body = [] }
    return body
  }

  /// Sends the answer.
  func respond(with answer: WebResponse) { unsafe answer.send(to: exchange) }

  /// Parses the body as a JSON object.
  ///
  /// - Throws: `Refusal` with status 400 when it isn't one.
  func object() throws -> WebObject {
    let value: JSONValue
    do {
      value = try JSONParser.parse(body, bounds: .init(byteCount: limit, depth: 16))
    } catch {
      throw Refusal.badRequest("the request is not valid JSON: \(error)")
    }
    guard value.members != nil else { throw Refusal.badRequest("the request is not an object") }
    return WebObject(value: value)
  }
}

/// A dropped file while it arrives.
struct IncomingDrop: Sendable {
  /// The secret name that the page refers to.
  let drop: String
  /// The name that the browser gave.
  let name: String
  /// The kind of element that it is checked as.
  let kind: ElementKind
  /// The file in the temporary folder.
  let file: WritableFile
}

/// The JSON object in a request's body. Its functions throw `Refusal` with status 400 when
/// a value has another type.
struct WebObject {
  /// The parsed object.
  let value: JSONValue

  /// Returns a text, or `nil` when it is missing.
  func text(_ key: String) throws -> String? {
    guard let found = value[key] else { return nil }
    guard let text = found.string else { throw typeError(key, "a text") }
    return text
  }

  /// Returns a text. Throws when it is missing.
  func required(_ key: String) throws -> String {
    guard let text = try text(key) else { throw Refusal.badRequest("\(key) is missing") }
    return text
  }

  /// Returns the name of an account with a provider, or `nil` when it is missing.
  func account() throws -> String? {
    guard let name = try text("account") else { return nil }
    guard (1...100).contains(name.utf8.count) else {
      throw Refusal.badRequest("an account's name has 1 to 100 bytes")
    }
    return name
  }

  /// Returns an integer, or `nil` when it is missing.
  func number(_ key: String) throws -> Int? {
    guard let found = value[key] else { return nil }
    guard let number = found.integer else { throw typeError(key, "a whole number") }
    return number
  }

  /// Returns a day, or `nil` when it is missing.
  func day(_ key: String) throws -> Day? {
    try text(key).map { text in
      guard let day = Day(text) else {
        throw Refusal.badRequest(
          "\(sanitized(text)) is not a valid date", fix: "write it as 2027-01-31")
      }
      return day
    }
  }

  /// Returns a Boolean; false when it is missing.
  func flag(_ key: String) throws -> Bool {
    guard let found = value[key] else { return false }
    guard let flag = found.boolean else { throw typeError(key, "true or false") }
    return flag
  }

  /// Returns a list of texts; empty when it is missing.
  func texts(_ key: String) throws -> [String] {
    guard let found = value[key] else { return [] }
    guard let values = found.array else { throw typeError(key, "a list of texts") }
    return try values.map { value in
      guard let text = value.string else { throw typeError(key, "a list of texts") }
      return text
    }
  }

  /// Returns a list of integers; empty when it is missing.
  func numbers(_ key: String) throws -> [Int] {
    guard let found = value[key] else { return [] }
    guard let values = found.array else { throw typeError(key, "a list of numbers") }
    return try values.map { value in
      guard let number = value.integer else { throw typeError(key, "a list of numbers") }
      return number
    }
  }

  /// Returns a list of objects; empty when it is missing.
  func objects(_ key: String) throws -> [WebObject] {
    guard let found = value[key] else { return [] }
    guard let values = found.array, values.allSatisfy({ $0.members != nil }) else {
      throw typeError(key, "a list of objects")
    }
    return values.map { WebObject(value: $0) }
  }

  /// Returns an object, or `nil` when it is missing.
  func object(_ key: String) throws -> WebObject? {
    guard let found = value[key] else { return nil }
    guard found.members != nil else { throw typeError(key, "an object") }
    return WebObject(value: found)
  }

  /// Returns texts by names: `{"mira": "mira_b"}`; empty when it is missing.
  func byName(_ key: String) throws -> [String: String] {
    guard let members = try object(key)?.value.members else { return [:] }
    var texts: [String: String] = [:]
    for member in members {
      guard let text = member.value.string else { throw typeError(key, "an object of texts") }
      texts[member.key] = text
    }
    return texts
  }

  /// Returns texts by the numbers of files: `{"3": "front"}`.
  func byNumber(_ key: String) throws -> [Int: String] {
    guard let members = try object(key)?.value.members else { return [:] }
    var texts: [Int: String] = [:]
    for member in members {
      guard let number = Int(member.key), let text = member.value.string else {
        throw typeError(key, "an object of numbers and texts")
      }
      texts[number] = text
    }
    return texts
  }

  /// Parses a role. Throws with suggestions when it is unknown.
  static func role(_ text: String) throws -> Role {
    guard let role = Role(typed: text) else {
      throw Refusal.badRequest("unknown role \"\(sanitized(text))\"", fix: Role.fix(for: text))
    }
    return role
  }

  /// Returns a case of an enumeration by its raw value, or `nil` when the key is missing.
  func word<Word: RawRepresentable<String> & CaseIterable>(
    _ key: String, _: Word.Type = Word.self
  ) throws -> Word? {
    try text(key).map { try Self.word($0, key) }
  }

  /// Parses a case of an enumeration. Throws with all raw values when it is unknown.
  static func word<Word: RawRepresentable<String> & CaseIterable>(
    _ text: String, _ key: String
  ) throws -> Word {
    guard let word = Word(rawValue: text) else {
      let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
      throw Refusal.badRequest("\(key) is not one of \(words)")
    }
    return word
  }

  /// The error for a value of the wrong type.
  private func typeError(_ key: String, _ expected: String) -> Refusal {
    .badRequest("\(key) is not \(expected)")
  }
}
