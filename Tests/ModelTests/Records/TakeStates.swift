import Model
import Testing

@Suite("The decision about a take")
struct TakeStates {
  private static let digest = String(repeating: "ab", count: 32)

  private func take(_ members: String) throws -> Take {
    let text =
      #"{"at":"2026-11-20T07:00:00Z","castbook":"take/1","export":"\#(Self.digest)",\#(members)}"#
    guard case .take(let take) = try Record(line: Array(text.utf8)) else {
      throw RecordError("no take")
    }
    // A record keeps its name, whatever it says.
    #expect(Record.take(take).line == Array(text.utf8))
    return take
  }

  @Test("is read from what this version writes, and from what others do")
  func reading() throws {
    #expect(try take(#""result":"kept""#).result == .kept)
    #expect(try take(#""result":"kept","state":"new""#).result == .new)
    #expect(try take(#""result":"kept","state":"approved""#).result == .approved)
    #expect(try take(#""result":"rejected""#).result == .rejected)
    // A version that knows no states has rejected a new take, and kept the key.
    #expect(try take(#""result":"rejected","state":"new""#).result == .rejected)
    // A later version knows another state.
    #expect(try take(#""result":"kept","state":"graded""#).result == .kept)
    #expect(throws: RecordError.self) { try take(#""result":"approved""#) }
  }

  @Test("replaces a state that came with another one")
  func changing() throws {
    for before in [#""result":"rejected","state":"new""#, #""result":"kept","state":"graded""#] {
      for result in Take.Result.allCases {
        var changed = try take(before)
        changed.result = result
        let line = try #require(Record.take(changed).line)
        guard case .take(let read) = try Record(line: line) else { continue }
        #expect(read.result == result, "\(before) to \(result)")
      }
    }
  }

  @Test("is read by versions without states as kept or rejected")
  func older() throws {
    for result in Take.Result.allCases {
      var changed = try take(#""result":"kept""#)
      changed.result = result
      #expect(
        Record.take(changed).json["result"]?.string == (result == .rejected ? "rejected" : "kept"))
    }
  }
}
