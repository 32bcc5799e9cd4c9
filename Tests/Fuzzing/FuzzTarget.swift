/// One parser of bytes from outside, as libFuzzer feeds it.
struct FuzzTarget: Sendable {
  /// What it is called on the command line, and what its folders are named for.
  let name: String
  let seeds: Seeds
  /// Words of the format, for libFuzzer to put into its inputs; each character is a byte.
  let words: [String]
  /// Longer inputs are not tried.
  let longest: Int
  /// Parses the bytes and looks at what came out; throws what is not as it must be.
  let check: @Sendable (_ bytes: [UInt8]) throws -> Void

  init(
    _ name: String, _ seeds: Seeds, words: [String] = [], longest: Int = 1 << 14,
    _ check: @escaping @Sendable (_ bytes: [UInt8]) throws -> Void
  ) {
    self.name = name
    self.seeds = seeds
    self.words = words
    self.longest = longest
    self.check = check
  }

  /// The words as libFuzzer reads them, one a line.
  var dictionary: String {
    words.map { word in
      let bytes = word.unicodeScalars.map { scalar in
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "\\x" + String(repeating: "0", count: 2 - digits.count) + digits
      }
      return "\"\(bytes.joined())\"\n"
    }.joined()
  }
}

/// What a parser made of its input, and should not have.
struct Breach: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// Asks for what must hold whatever the input is.
func must(_ holds: Bool, _ words: @autoclosure () -> String) throws(Breach) {
  if !holds { throw Breach(words()) }
}
