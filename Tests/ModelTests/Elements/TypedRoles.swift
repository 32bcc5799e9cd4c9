import Model
import Testing

@Suite("Roles that people type")
struct TypedRoles {
  @Test("have their own names, in any case", arguments: Role.allCases)
  func names(role: Role) {
    #expect(Role(typed: role.rawValue) == role)
    #expect(Role(typed: role.rawValue.uppercased()) == role)
  }

  @Test(
    "are also understood in the words of file names",
    arguments: [
      ("Front", .front), ("headshot", .front), ("head shot", .front), ("rear", .back),
      ("behind", .back), ("3/4", .threeQuarter), ("3/4 left", .threeQuarterLeft),
      ("¾ right", .threeQuarterRight), ("threequarter", .threeQuarter), ("profile", .side),
      ("left profile", .left), ("closeup", .closeUp), ("close up", .closeUp), ("face", .face),
      ("fullbody", .fullBody), ("full_length", .fullBody), ("smile", .expression),
      ("macro", .detail), ("overhead", .top), ("vorne", .front), ("正面", .front),
    ] as [(String, Role)])
  func words(text: String, role: Role) {
    #expect(Role(typed: text) == role)
  }

  @Test(
    "are not recognized if a word means something else",
    arguments: [
      "", "front cup", "confront", "left hand", "profile picture", "1", "l", "front back",
    ]
  )
  func others(text: String) {
    #expect(Role(typed: text) == nil)
  }

  @Test("are not recognized in texts longer than any word")
  func long() {
    #expect(Role(typed: String(repeating: "front ", count: 20)) == nil)
    #expect(Role.nearest(to: String(repeating: "front ", count: 20_000)) == nil)
  }

  @Test(
    "are suggested for near misses",
    arguments: [
      ("frnt", .front), ("bakc", .back), ("faces", .face), ("close-upp", .closeUp),
      ("hedshot", .front), ("closeupp", .closeUp), ("thre-quarter", .threeQuarter),
      ("portrait", nil), ("xyzzy", nil),
    ] as [(String, Role?)])
  func near(text: String, role: Role?) {
    #expect(Role.nearest(to: text) == role)
    #expect(Role.fix(for: text).contains("full-body, close-up, face") == (role == nil))
  }
}
