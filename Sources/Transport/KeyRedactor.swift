/// Removes keys from a server's answers, in any spelling in which an answer may repeat them.
///
/// It finds runs of a key's characters: plain, in hexadecimal digits or in base64; inside nested
/// escapes of JSON, addresses and HTML; and with blanks or invisible characters between them. Each
/// run is replaced with the name of the key's variable.
///
/// ```swift
/// KeyRedactor([.init(name: "FAL_KEY", text: "id:secret")]).redacted(Array("id%3Asecret".utf8))
/// ```
struct KeyRedactor {
  /// A key and the name of its variable.
  struct Secret: Hashable {
    let name: String
    let text: String
  }

  private let names: [String]
  private let searches: [RunSearch]

  /// The minimum length of a key, or of a part of one: shorter ones would match ordinary words.
  static let minimumKeyLength = 8
  /// The lengths of the runs to search for. A shorter key is searched for as a whole.
  private static let plainRun = 12
  private static let base64Run = 16
  private static let hexRun = 24

  init(_ secrets: some Sequence<Secret>) {
    let secrets = Array(Set(secrets)).sorted { ($0.name, $0.text) < ($1.name, $1.text) }
    names = secrets.map(\.name)
    var searches: [RunSearch] = []
    func look(for spelling: [UInt8], _ run: Int, _ folding: RunSearch.Folding, _ index: Int) {
      let length = min(spelling.count, run)
      if let known = searches.firstIndex(where: { $0.length == length && $0.folding == folding }) {
        searches[known].add(spelling, index)
      } else {
        var search = RunSearch(length: length, folding: folding)
        search.add(spelling, index)
        searches.append(search)
      }
    }
    for (index, secret) in secrets.enumerated() {
      let whole = Array(secret.text.utf8)
      // A provider may repeat only one half of a two-part key.
      let halves = whole.split(separator: UInt8(ascii: ":")).map { Array($0) }
      for part in Set([whole] + halves) where part.count >= Self.minimumKeyLength {
        look(for: part, Self.plainRun, .case, index)
        look(for: part.flatMap { Self.hexDigits(of: $0) }, Self.hexRun, .case, index)
        for offset in 0..<3 {
          look(
            for: Self.base64(of: part, offset: offset), Self.base64Run, .base64Alphabet, index)
        }
      }
    }
    self.searches = searches
  }

  private static func hexDigits(of byte: UInt8) -> [UInt8] {
    [byte >> 4, byte & 15].map { $0 < 10 ? 0x30 + $0 : 0x57 + $0 }
  }

  /// The base64 characters that depend only on these bytes, if they begin at an offset in a group
  /// of three.
  private static func base64(of bytes: [UInt8], offset: Int) -> [UInt8] {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    let all = [UInt8](repeating: 0, count: offset) + bytes + [0]
    let first = (offset * 8 + 5) / 6
    let end = (all.count - 1) * 8 / 6
    return (first..<max(first, end)).map { index in
      // The six bits of a character are in one byte or in two.
      let pair = Int(all[index * 6 / 8]) << 8 | Int(all[index * 6 / 8 + 1])
      return alphabet[pair >> (10 - index * 6 % 8) & 63]
    }
  }

  // MARK: Redacting

  /// The bytes that are searched at once, to save memory, and the overlap of two such chunks.
  private static let chunkBytes = 1 << 16
  private static let overlapBytes = 1 << 12
  /// The maximum number of escape layers that are undone.
  private static let maximumLayers = 4

  /// Returns a text with each run of a key replaced by the key's name.
  func redacted(_ text: String) -> String {
    let bytes = Array(text.utf8)
    let found = redacted(bytes)
    return found == bytes ? text : String(decoding: found, as: UTF8.self)
  }

  /// Returns bytes with each run of a key replaced by the key's name.
  func redacted(_ bytes: [UInt8]) -> [UInt8] {
    guard !searches.isEmpty else { return bytes }
    var runs: [Run] = []
    var start = 0
    while start < bytes.count {
      let end = min(start + Self.chunkBytes + Self.overlapBytes, bytes.count)
      runs += self.runs(in: Array(bytes[start..<end])).map { $0.moved(by: start) }
      start += Self.chunkBytes
    }
    return runs.isEmpty ? bytes : replaced(runs, in: bytes)
  }

  /// A range of an answer that repeats a part of a key.
  private struct Run {
    var range: Range<Int>
    /// The index of the key.
    let key: Int

    func moved(by offset: Int) -> Run {
      Run(range: range.lowerBound + offset..<range.upperBound + offset, key: key)
    }
  }

  private func runs(in bytes: [UInt8]) -> [Run] {
    var runs: [Run] = []
    var layer = EscapedText(bytes)
    for _ in 0...Self.maximumLayers {
      for text in [layer, layer.withoutBlanks].compactMap(\.self) {
        for search in searches {
          search.forEachRun(in: text.bytes) { range, key in
            runs.append(Run(range: text.originalRange(of: range), key: key))
          }
        }
      }
      guard let next = layer.unescaped else { break }
      layer = next
    }
    return runs
  }

  private func replaced(_ runs: [Run], in bytes: [UInt8]) -> [UInt8] {
    var merged: [Run] = []
    for run in runs.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      if let last = merged.last, run.range.lowerBound <= last.range.upperBound {
        let end = max(last.range.upperBound, run.range.upperBound)
        merged[merged.count - 1].range = last.range.lowerBound..<end
      } else {
        merged.append(run)
      }
    }
    var found: [UInt8] = []
    var end = 0
    for run in merged {
      found += bytes[end..<run.range.lowerBound]
      found += Array("$\(names[run.key])".utf8)
      end = run.range.upperBound
    }
    return found + bytes[end...]
  }
}

/// Searches a text for runs of a fixed length that also occur in one of several keys.
private struct RunSearch {
  /// Which bytes count as equal.
  enum Folding {
    /// Upper and lower case letters.
    case `case`
    /// The characters of the standard and the URL-safe base64 alphabet.
    case base64Alphabet

    func folded(_ byte: UInt8) -> UInt8 {
      switch self {
      case .case: (0x41...0x5A).contains(byte) ? byte + 32 : byte
      case .base64Alphabet:
        byte == UInt8(ascii: "-")
          ? UInt8(ascii: "+") : byte == UInt8(ascii: "_") ? UInt8(ascii: "/") : byte
      }
    }
  }

  let length: Int
  let folding: Folding
  /// The key that each run belongs to, by the run's hash.
  private var keys: [UInt64: Int] = [:]
  /// Whether some run's hash has these leading bits: most positions in a text need no further look.
  private var filter = [Bool](repeating: false, count: 1 << 14)

  private static let base: UInt64 = 0x9E37_79B9_7F4A_7C15

  init(length: Int, folding: Folding) { (self.length, self.folding) = (length, folding) }

  private static func slot(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash >> 50) }

  /// Adds all runs of a text that belongs to a key.
  mutating func add(_ text: [UInt8], _ key: Int) {
    guard length > 0, text.count >= length else { return }
    for start in 0...text.count - length {
      let hash = text[start..<start + length].reduce(0) { hash, byte in
        hash &* Self.base &+ UInt64(folding.folded(byte)) &+ 1
      }
      keys[hash] = key
      filter[Self.slot(hash)] = true
    }
  }

  /// Calls `body` with the range of each run in a text, and its key.
  func forEachRun(in text: [UInt8], _ body: (Range<Int>, Int) -> Void) {
    guard length > 0, text.count >= length else { return }
    // The factor of the byte that leaves the window.
    let leaving = (0..<length).reduce(UInt64(1)) { factor, _ in factor &* Self.base }
    var hash: UInt64 = 0
    for index in text.indices {
      hash = hash &* Self.base &+ UInt64(folding.folded(text[index])) &+ 1
      if index >= length {
        hash = hash &- leaving &* (UInt64(folding.folded(text[index - length])) &+ 1)
      }
      if index >= length - 1, filter[Self.slot(hash)], let key = keys[hash] {
        body(index - length + 1..<index + 1, key)
      }
    }
  }
}
