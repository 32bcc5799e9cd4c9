/// One parser of bytes from outside, as libFuzzer feeds it.
struct FuzzTarget: Sendable {
  /// Its name on the command line and of its folders.
  let name: String
  let seeds: Seeds
  /// Words of the format, for libFuzzer to put into its inputs; each character is a byte.
  let words: [String]
  /// The maximum length of an input.
  let maximumLength: Int
  /// Parses the bytes and checks the result; throws if an invariant is broken.
  let check: @Sendable (_ bytes: [UInt8]) throws -> Void

  init(
    _ name: String, _ seeds: Seeds, words: [String] = [], maximumLength: Int = 1 << 14,
    _ check: @escaping @Sendable (_ bytes: [UInt8]) throws -> Void
  ) {
    self.name = name
    self.seeds = seeds
    self.words = words
    self.maximumLength = maximumLength
    self.check = check
  }

  /// The seeds, and the inputs that earlier runs found and the repository keeps.
  var inputs: [[UInt8]] { seeds.make() + Seeds.kept(for: name) }

  /// The words in libFuzzer's format, one per line.
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

/// A broken invariant.
struct Breach: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// Throws if a condition that every input must satisfy is broken.
func must(_ holds: Bool, _ words: @autoclosure () -> String) throws(Breach) {
  if !holds { throw Breach(words()) }
}
