import Foundation

/// The files that inputs are made from: small fixtures of every kind, and target profiles.
struct Corpus {
  let seeds: [(name: String, bytes: [UInt8])]

  init(_ fixtures: URL) {
    let profiles = fixtures.deletingLastPathComponent().appending(path: "Catalog/Targets")
    var seeds: [(String, [UInt8])] = []
    for folder in [fixtures.appending(path: "odd"), fixtures.appending(path: "trouble"), profiles] {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
      for name in names.sorted() where name != "expected.json" {
        guard let data = try? Data(contentsOf: folder.appending(path: name)),
          (1...100_000).contains(data.count)
        else { continue }
        seeds.append((name, Array(data)))
      }
    }
    self.seeds = seeds
  }
}

/// Inputs made from seeds by a few random changes, the same for the same number.
struct Mutation {
  private var state: UInt64
  private let corpus: [(name: String, bytes: [UInt8])]

  init(seed: UInt64, corpus: [(name: String, bytes: [UInt8])]) {
    state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    self.corpus = corpus
  }

  mutating func next() -> (name: String, bytes: [UInt8]) {
    let seed = corpus[random(corpus.count)]
    var bytes = seed.bytes
    for _ in 0..<1 + random(6) { change(&bytes) }
    return (seed.name, bytes.isEmpty ? [0] : bytes)
  }

  private mutating func change(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else { return }
    // Headers matter most: half of the changes fall into the first kilobyte.
    let reach = random(2) == 0 ? min(bytes.count, 1024) : bytes.count
    let place = random(reach)
    switch random(8) {
    case 0: bytes[place] ^= 1 << UInt8(random(8))
    case 1: bytes[place] = UInt8(truncatingIfNeeded: random(256))
    case 2: bytes[place] = [0x00, 0xFF, 0x7F, 0x80, 0x01][random(5)]
    case 3: bytes.removeSubrange(place..<min(bytes.count, place + 1 + random(64)))
    case 4: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + random(64))], at: place)
    case 5: bytes.removeSubrange(place...)
    case 6:
      for offset in place..<min(bytes.count, place + 4) {
        bytes[offset] = [0x00, 0xFF, 0x7F][random(3)]
      }
    default:
      let other = corpus[random(corpus.count)].bytes
      let start = random(other.count)
      let part = other[start..<min(other.count, start + random(256))]
      bytes.replaceSubrange(place..<min(bytes.count, place + part.count), with: part)
    }
  }

  /// xorshift64*: a number from 0 to below the bound.
  private mutating func random(_ bound: Int) -> Int {
    state ^= state >> 12
    state ^= state << 25
    state ^= state >> 27
    return Int((state &* 0x2545_F491_4F6C_DD1D) >> 33) % max(1, bound)
  }
}
