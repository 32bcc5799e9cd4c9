/// A value of CBOR (RFC 8949), the binary form in which claims and assertions are written.
indirect enum CBORValue: Equatable {
  case unsigned(UInt64)
  /// The negative number −1 − n.
  case negative(UInt64)
  case bytes(ArraySlice<UInt8>)
  case text(String)
  case array([CBORValue])
  case map([Pair])
  case tagged(UInt64, CBORValue)
  /// True, false, null and other simple values, by their number.
  case simple(UInt8)
  /// A number with a fraction, which no part of the credentials needs.
  case float

  struct Pair: Equatable {
    let key: CBORValue
    let value: CBORValue
  }

  /// The value of a text key in a map; `nil` for anything else.
  subscript(key: String) -> CBORValue? { self[.text(key)] }

  /// The value of a number in a map; `nil` for anything else.
  subscript(number: Int) -> CBORValue? {
    self[number < 0 ? .negative(UInt64(-1 - number)) : .unsigned(UInt64(number))]
  }

  private subscript(key: CBORValue) -> CBORValue? {
    guard case .map(let pairs) = self else { return nil }
    return pairs.first { $0.key == key }?.value
  }

  var text: String? { if case .text(let text) = self { text } else { nil } }
  var bytes: ArraySlice<UInt8>? { if case .bytes(let bytes) = self { bytes } else { nil } }
  var array: [CBORValue]? { if case .array(let values) = self { values } else { nil } }
  var isMap: Bool { if case .map = self { true } else { false } }
  var isNull: Bool { self == .simple(22) }
  var isTrue: Bool { self == .simple(21) }

  /// The value as a number; `nil` for anything else, and if `Int` can't hold it.
  var integer: Int? {
    switch self {
    case .unsigned(let number): Int(exactly: number)
    case .negative(let number): Int(exactly: number).map { -1 - $0 }
    default: nil
    }
  }
}

/// Reads CBOR of unknown origin: without recursion, and within limits of depth and size.
struct CBORReader {
  private var cursor: Cursor
  /// The containers around the current position, outermost first.
  private var open: [Container] = []
  private var itemCount = 0

  private static let maximumDepth = 64
  private static let maximumItems = 200_000

  /// A container whose end has not been reached.
  private struct Container {
    enum Kind { case array, map, tag(UInt64), text, bytes }
    let kind: Kind
    /// The number of items to come; `nil` if a break ends them.
    var remaining: Int?
    var items: [CBORValue] = []
  }

  private enum Step { case value(CBORValue), opened, ended }

  private init(_ bytes: ArraySlice<UInt8>) { cursor = Cursor(bytes) }

  /// Reads the one value that bytes consist of; `nil` if they are anything else.
  static func value(of bytes: ArraySlice<UInt8>) -> CBORValue? {
    var reader = CBORReader(bytes)
    return reader.read()
  }

  private mutating func read() -> CBORValue? {
    while let step = step() {
      var value: CBORValue?
      switch step {
      case .value(let read): value = read
      case .opened: value = close()
      case .ended:
        guard let last = open.popLast(), last.remaining == nil, let built = Self.value(of: last)
        else { return nil }
        value = built
      }
      // A value may be the last one of several containers.
      while let done = value {
        guard !open.isEmpty else { return cursor.isAtEnd ? done : nil }
        guard Self.fits(done, in: open[open.count - 1].kind) else { return nil }
        open[open.count - 1].items.append(done)
        if let remaining = open[open.count - 1].remaining {
          open[open.count - 1].remaining = remaining - 1
        }
        let isFull = open[open.count - 1].remaining == 0
        value = close()
        if isFull, value == nil { return nil }
      }
    }
    return nil
  }

  /// Ends the innermost container if it has all its items.
  private mutating func close() -> CBORValue? {
    guard let last = open.last, last.remaining == 0 else { return nil }
    open.removeLast()
    return Self.value(of: last)
  }

  /// Whether a value may be in a container: strings in pieces consist of strings.
  private static func fits(_ value: CBORValue, in kind: Container.Kind) -> Bool {
    switch (kind, value) {
    case (.text, .text), (.bytes, .bytes), (.array, _), (.map, _), (.tag, _): true
    default: false
    }
  }

  /// Makes the value of a complete container; `nil` if a map has a key twice or without a value.
  private static func value(of container: Container) -> CBORValue? {
    let items = container.items
    switch container.kind {
    case .array: return .array(items)
    case .tag(let number): return items.first.map { .tagged(number, $0) }
    case .text: return .text(items.compactMap(\.text).joined())
    case .bytes: return .bytes(items.flatMap { $0.bytes.map(Array.init) ?? [] }[...])
    case .map:
      guard items.count.isMultiple(of: 2) else { return nil }
      let pairs = stride(from: 0, to: items.count, by: 2).map {
        CBORValue.Pair(key: items[$0], value: items[$0 + 1])
      }
      let names = pairs.compactMap(\.key.text)
      let numbers = pairs.compactMap(\.key.integer)
      guard Set(names).count == names.count, Set(numbers).count == numbers.count else { return nil }
      return .map(pairs)
    }
  }

  /// Reads one head with what belongs to it; `nil` if it is malformed or beyond a limit.
  private mutating func step() -> Step? {
    itemCount += 1
    guard itemCount <= Self.maximumItems, let head = cursor.byte() else { return nil }
    if head == 0xFF { return .ended }
    let (kind, short) = (head >> 5, head & 31)
    if short == 31 { return openEndless(kind) }
    guard let number = argument(short) else { return nil }
    switch kind {
    case 0: return .value(.unsigned(number))
    case 1: return .value(.negative(number))
    case 2, 3:
      guard let count = Int(exactly: number), let bytes = cursor.bytes(count) else { return nil }
      return .value(kind == 2 ? .bytes(bytes) : .text(String(decoding: bytes, as: UTF8.self)))
    case 4, 5:
      // Each item has at least one byte, so a count beyond the end is noticed before memory is
      // reserved for it.
      guard let count = Int(exactly: number), count <= cursor.rest.count else { return nil }
      return open(kind == 4 ? .array : .map, kind == 4 ? count : 2 * count)
    case 6: return open(.tag(number), 1)
    default: return .value(short < 25 ? .simple(UInt8(truncatingIfNeeded: number)) : .float)
    }
  }

  /// Returns the number in a head: a short one, or that of the bytes after it.
  private mutating func argument(_ short: UInt8) -> UInt64? {
    if short < 24 { return UInt64(short) }
    guard short < 28, let bytes = cursor.bytes(1 << (short - 24)) else { return nil }
    return bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }

  private mutating func openEndless(_ kind: UInt8) -> Step? {
    switch kind {
    case 2: open(.bytes, nil)
    case 3: open(.text, nil)
    case 4: open(.array, nil)
    case 5: open(.map, nil)
    default: nil
    }
  }

  private mutating func open(_ kind: Container.Kind, _ count: Int?) -> Step? {
    guard open.count < Self.maximumDepth else { return nil }
    open.append(Container(kind: kind, remaining: count))
    return .opened
  }
}
