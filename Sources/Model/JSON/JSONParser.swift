/// Reads JSON strictly as RFC 8259 defines it: no comments, no trailing commas, no repeated keys,
/// no lone surrogates, UTF-8 only.
///
/// Size and depth are bounded, because the text may come from a stranger.
///
/// ```swift
/// let value = try JSONParser.parse(Array(#"{"seconds": 1.50}"#.utf8))
/// value["seconds"]  // .number("1.50"), exactly as written
/// ```
public struct JSONParser {
  /// The maximum size of a text.
  public struct Bounds: Sendable {
    public let byteCount: Int
    /// The maximum number of arrays and objects inside one another.
    public let depth: Int

    public init(byteCount: Int = 16 << 20, depth: Int = 64) {
      self.byteCount = byteCount
      self.depth = depth
    }
  }

  private let bytes: [UInt8]
  private let bounds: Bounds
  /// Whether only the canonical text of RFC 8785 is accepted, with values that a record can
  /// contain.
  private var isCanonical = false
  /// The index of the next byte to read.
  private var position = 0
  /// The number of arrays and objects that enclose the current position.
  private var depth = 0
  /// The path that `location(of:in:)` looks for, as keys and array indices from the root.
  private let wanted: [String]?
  /// The path of the current value, kept only while looking for one.
  private var trail: [String] = []
  /// The byte offset of the value that was looked for.
  private var found: Int?

  private init(_ bytes: [UInt8], bounds: Bounds, wanted: [String]?) {
    self.bytes = bytes
    self.bounds = bounds
    self.wanted = wanted
  }

  /// Reads a text that consists of exactly one JSON value.
  ///
  /// - Throws: `JSONError` with the first problem and its position.
  public static func parse(
    _ bytes: [UInt8], bounds: Bounds = Bounds()
  ) throws(JSONError) -> JSONValue {
    var parser = JSONParser(bytes, bounds: bounds, wanted: nil)
    return try parser.document()
  }

  /// Reads a text that is written exactly as `canonicalBytes` writes it.
  ///
  /// - Throws: `JSONError`, also for any other way of writing the same value.
  public static func parse(
    canonical bytes: [UInt8], bounds: Bounds = Bounds()
  ) throws(JSONError) -> JSONValue {
    var parser = JSONParser(bytes, bounds: bounds, wanted: nil)
    parser.isCanonical = true
    return try parser.document()
  }

  /// Returns where the value at a path of keys and array indices begins, for messages about it;
  /// `nil` when the text is not valid JSON or has no such value.
  public static func location(of path: [String], in bytes: [UInt8]) -> TextLocation? {
    var parser = JSONParser(bytes, bounds: Bounds(), wanted: path)
    guard (try? parser.document()) != nil, let found = parser.found else { return nil }
    return TextLocation(of: found, in: bytes)
  }

  private mutating func document() throws(JSONError) -> JSONValue {
    guard bytes.count <= bounds.byteCount else {
      throw JSONError(
        problem: "the text has \(bytes.count) bytes; the limit is \(bounds.byteCount)",
        location: TextLocation(line: 1, column: 1))
    }
    skipSpace()
    let value = try self.value()
    skipSpace()
    if position < bytes.count { throw error("unexpected text after the end of the JSON value") }
    return value
  }

  private mutating func value() throws(JSONError) -> JSONValue {
    if let wanted, trail == wanted { found = position }
    guard let byte = peek else { throw error("the text ends where a value is expected") }
    switch byte {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .boolean(true))
    case UInt8(ascii: "f"): return try word("false", .boolean(false))
    case UInt8(ascii: "n") where !isCanonical: return try word("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default: throw error("a JSON value is expected here")
    }
  }

  private mutating func object() throws(JSONError) -> JSONValue {
    try enter()
    var members: [JSONValue.Member] = []
    if isCanonical {
      try canonicalMembers(&members)
      depth -= 1
      return .object(members)
    }
    var keys: Set<String> = []
    while try more(before: UInt8(ascii: "}"), isFirst: members.isEmpty) {
      guard peek == UInt8(ascii: "\"") else { throw error("a quoted key is missing") }
      let start = position
      let key = try string()
      guard keys.insert(key).inserted else {
        throw error("the key \"\(key)\" appears twice in one object", at: start)
      }
      skipSpace()
      guard skip(UInt8(ascii: ":")) else { throw error("a colon is missing after \"\(key)\"") }
      skipSpace()
      if wanted != nil { trail.append(key) }
      members.append(JSONValue.Member(key, try value()))
      if wanted != nil { trail.removeLast() }
    }
    depth -= 1
    return .object(members)
  }

  /// Reads keys in the order of their UTF-16 units, in which a repeated key is an error already.
  /// Only keys beyond ASCII are also compared as a set, because Swift takes two spellings of one
  /// character for equal.
  private mutating func canonicalMembers(
    _ members: inout [JSONValue.Member]
  ) throws(JSONError) {
    var keys: Set<String>?
    while try more(before: UInt8(ascii: "}"), isFirst: members.isEmpty) {
      guard peek == UInt8(ascii: "\"") else { throw error("a quoted key is missing") }
      let start = position
      let key = try string()
      if let last = members.last, !Self.precedes(last.key, key) {
        throw error("the key \"\(key)\" is out of order", at: start)
      }
      if keys != nil || !key.utf8.allSatisfy({ $0 < 0x80 }) {
        if keys == nil { keys = Set(members.map(\.key)) }
        guard keys?.insert(key).inserted == true else {
          throw error("the key \"\(key)\" appears twice in one object", at: start)
        }
      }
      guard skip(UInt8(ascii: ":")) else { throw error("a colon is missing after \"\(key)\"") }
      members.append(JSONValue.Member(key, try value()))
    }
  }

  private static func precedes(_ left: String, _ right: String) -> Bool {
    left.utf16.lexicographicallyPrecedes(right.utf16)
  }

  private mutating func array() throws(JSONError) -> JSONValue {
    try enter()
    var values: [JSONValue] = []
    while try more(before: UInt8(ascii: "]"), isFirst: values.isEmpty) {
      // Only a search for a position needs to know the path.
      if wanted != nil { trail.append(String(values.count)) }
      values.append(try value())
      if wanted != nil { trail.removeLast() }
    }
    depth -= 1
    return .array(values)
  }

  /// Steps over an opening bracket, one level deeper.
  private mutating func enter() throws(JSONError) {
    depth += 1
    if depth > bounds.depth { throw error("nested deeper than \(bounds.depth) levels") }
    position += 1
  }

  /// Steps over a comma and returns `true`, or over the closing bracket and returns `false`.
  private mutating func more(before close: UInt8, isFirst: Bool) throws(JSONError) -> Bool {
    skipSpace()
    if skip(close) { return false }
    if isFirst { return true }
    guard skip(UInt8(ascii: ",")) else {
      throw error(
        position < bytes.count
          ? "a comma or \(Character(UnicodeScalar(close))) is missing"
          : "the text ends before \(Character(UnicodeScalar(close)))")
    }
    skipSpace()
    return true
  }

  /// Reads one of the words `true`, `false` and `null`.
  private mutating func word(_ text: String, _ value: JSONValue) throws(JSONError) -> JSONValue {
    guard bytes[position...].starts(with: text.utf8) else {
      throw error("a JSON value is expected here")
    }
    position += text.utf8.count
    return value
  }

  /// Reads a number: an integer when it is whole and exact, and otherwise its text.
  private mutating func number() throws(JSONError) -> JSONValue {
    let start = position
    _ = skip(UInt8(ascii: "-"))
    let leading = position
    var isWhole = true
    guard digits() > 0 else { throw error("a digit is missing", at: position) }
    if bytes[leading] == UInt8(ascii: "0"), position - leading > 1 {
      throw error("a number can't start with 0", at: start)
    }
    if skip(UInt8(ascii: ".")) {
      isWhole = false
      guard digits() > 0 else { throw error("a digit is missing after the decimal point") }
    }
    if skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) {
      isWhole = false
      if !skip(UInt8(ascii: "+")) { _ = skip(UInt8(ascii: "-")) }
      guard digits() > 0 else { throw error("a digit is missing in the exponent") }
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isWhole, let number = Int(text), (-(1 << 53)...(1 << 53)).contains(number), text != "-0" {
      return .integer(number)
    }
    if isCanonical { throw error("a record can't contain this number", at: start) }
    return .number(text)
  }

  /// Steps over decimal digits and returns their number.
  private mutating func digits() -> Int {
    let start = position
    while let byte = peek, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { position += 1 }
    return position - start
  }

  private mutating func string() throws(JSONError) -> String {
    let start = position
    position += 1
    if let plain = plainString() { return plain }
    var text: [UInt8] = []
    while let byte = peek {
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let string = String(validating: text, as: UTF8.self) else {
          throw error("the string is not UTF-8", at: start)
        }
        return string
      case UInt8(ascii: "\\"): text.append(contentsOf: String(try escape()).utf8)
      case 0..<0x20: throw error("a string contains a control character", at: position - 1)
      default: text.append(byte)
      }
    }
    throw error("the string has no closing quote", at: start)
  }

  /// Reads a string without escapes, which nearly every string is; `nil`, without moving, for any
  /// other.
  private mutating func plainString() -> String? {
    var end = position
    var isASCII = true
    while end < bytes.count {
      let byte = bytes[end]
      if byte == UInt8(ascii: "\"") {
        // Validating takes several times as long as decoding, which never changes ASCII.
        let text =
          isASCII
          ? String(decoding: bytes[position..<end], as: UTF8.self)
          : String(validating: bytes[position..<end], as: UTF8.self)
        if text != nil { position = end + 1 }
        return text
      }
      if byte == UInt8(ascii: "\\") || byte < 0x20 { return nil }
      if byte >= 0x80 { isASCII = false }
      end += 1
    }
    return nil
  }

  /// Reads one escape. A canonical text may only escape what can't be written directly.
  private mutating func escape() throws(JSONError) -> Character {
    let start = position - 1
    let character = try anyEscape()
    if isCanonical {
      let expected = JSONValue.string(String(character)).canonicalBytes?.dropFirst().dropLast()
      guard bytes[start..<position] == expected else {
        throw error("an unnecessary or non-canonical escape", at: start)
      }
    }
    return character
  }

  /// Reads any escape that JSON allows, including a surrogate pair.
  private mutating func anyEscape() throws(JSONError) -> Character {
    let start = position - 1
    guard let byte = peek else { throw error("the string has no closing quote", at: start) }
    position += 1
    switch byte {
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "/"): return "/"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{c}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      let high = try fourDigits(start)
      if let scalar = UnicodeScalar(high) { return Character(scalar) }
      guard (0xD800..<0xDC00).contains(high), skip(UInt8(ascii: "\\")), skip(UInt8(ascii: "u"))
      else {
        throw error("half a surrogate pair", at: start)
      }
      let low = try fourDigits(start)
      guard (0xDC00..<0xE000).contains(low),
        let scalar = UnicodeScalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
      else { throw error("half a surrogate pair", at: start) }
      return Character(scalar)
    default: throw error("an invalid escape in a string", at: start)
    }
  }

  /// Reads the four digits of a `\\u` escape, which begins at `start`.
  private mutating func fourDigits(_ start: Int) throws(JSONError) -> UInt32 {
    guard position + 4 <= bytes.count else {
      throw error("the string has no closing quote", at: start)
    }
    var number: UInt32 = 0
    for byte in bytes[position..<position + 4] {
      guard let digit = Character(UnicodeScalar(byte)).hexDigitValue else {
        throw error("\\u needs four hexadecimal digits", at: start)
      }
      number = number << 4 | UInt32(digit)
    }
    position += 4
    return number
  }

  /// The next byte; `nil` at the end of the text.
  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// Steps over a byte if it is next, and returns whether it was.
  private mutating func skip(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    position += 1
    return true
  }

  /// Skips white space, which a canonical text doesn't have.
  private mutating func skipSpace() {
    if isCanonical { return }
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      position += 1
    }
  }

  /// Creates an error at a byte offset, or at the current position.
  private func error(_ problem: String, at offset: Int? = nil) -> JSONError {
    JSONError(problem: problem, location: TextLocation(of: offset ?? position, in: bytes))
  }
}
