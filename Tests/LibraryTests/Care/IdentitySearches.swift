import Files
import Model
import TestSupport
import Testing

@testable import Library

@Suite("The search for identities of erased elements")
struct IdentitySearches {
  @Test("finds what a search for each of them finds, wherever it is")
  func sameAsOneByOne() throws {
    var generator = SeededGenerator(seed: 26)
    let identities = try (0..<40).map { _ in
      try #require(ULID(bytes: (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) }))
    }
    let search = IdentitySearch(identities)
    let pieces: [[UInt8]] =
      identities.map { Array($0.text.utf8) }
      + identities.map { Array($0.text.lowercased().utf8) }
      + identities.map { Array($0.text.utf8.dropFirst()) }
      + identities.map { Array($0.text.utf8.dropLast()) + [UInt8(ascii: "I")] }
      + ["\"", " ", "A", "0123456789ABCDEF", "{\"element\":\"", "é"].map { Array($0.utf8) }
    var found = 0
    for _ in 0..<4000 {
      let count = Int.random(in: 0...6, using: &generator)
      let bytes = (0..<count).flatMap { _ in pieces.randomElement(using: &generator) ?? [] }
      let isThere = identities.contains { bytes.contains(bytes: Array($0.text.utf8)) }
      #expect(search.hasMatch(in: bytes) == isThere)
      if isThere { found += 1 }
    }
    #expect((1000..<3500).contains(found), "\(found)")
    #expect(!IdentitySearch([]).hasMatch(in: pieces[0]))
  }
}
