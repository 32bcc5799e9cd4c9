import Model
import Testing

@Suite("Texts of providers") struct ProviderTexts {
  @Test(
    "An id is one printable line, and neither an address nor a path",
    arguments: [
      ("886447001122334456", true), ("task-0", true), ("a b", true), ("v1:a/b=", true), ("", false),
      (" 1", false), ("1 ", false), ("8\u{7}", false), ("8\u{1B}[2J", false), ("8\n9", false),
      ("8\u{7F}", false), ("8\u{200B}", false), ("8\u{202E}", false), ("é", false),
      ("\u{E0041}", false), ("https://a.example/", false), ("..\\x", false), ("/etc", false),
      (String(repeating: "9", count: 500), true), (String(repeating: "9", count: 501), false),
    ])
  func ids(text: String, isValid: Bool) {
    #expect((ProviderText(text, .id) != nil) == isValid)
    #expect((ProviderText.problem(in: text, .id) == nil) == isValid)
  }

  @Test(
    "An address has nothing in it that ends it in a command or a page",
    arguments: [
      ("https://v3.fal.media/files/b/x.png?a=1&b=%20", true), ("runway://ab-cd", true),
      ("files/ab.png", true), ("ftp://a.example/x", false), ("file:///etc/passwd", false),
      ("/etc/passwd", false), ("https://a.example/a b", false), ("https://a.example/\"x", false),
      ("https://a.example/<x>", false), ("https://a.example/\u{0}", false),
      ("https://a.example/" + String(repeating: "x", count: 3982), true),
      ("https://a.example/" + String(repeating: "x", count: 3983), false),
    ])
  func addresses(text: String, isValid: Bool) {
    #expect((ProviderText(text, .address) != nil) == isValid)
  }

  @Test("A state is short and printable")
  func states() {
    #expect(ProviderText("IN_PROGRESS", .state)?.text == "IN_PROGRESS")
    #expect(ProviderText("done\u{1B}[2K", .state) == nil)
    #expect(ProviderText(String(repeating: "s", count: 101), .state) == nil)
  }

  @Test("Records from elsewhere are refused for ids that no provider gives")
  func records() {
    let (at, identity) = (RecordSamples.at, RecordSamples.identity(1))
    func problem(_ record: Record) -> String? {
      RecordTextRules.problem(in: record, normalized: { $0 })
    }
    var job = Job(identity, .accepted, target: "kling.v3", account: "main", at: at)
    job.task = "task-1"
    #expect(problem(.job(job)) == nil)
    job.task = "task-\u{7}"
    #expect(
      problem(.job(job)) == "the provider's id of a job contains the control character U+0007")
    (job.task, job.made) = ("task-1", "x\u{202E}")
    #expect(
      problem(.job(job))
        == "the id that a job created contains U+202E, which reverses the text after it")
    var registration = Registration(
      element: identity, target: "kling", account: "main", kind: .element, remoteId: "1\u{1B}",
      at: at)
    #expect(
      problem(.registration(registration))
        == "the id of a registration contains the control character U+001B")
    registration.remoteId = "https://a.example/x"
    #expect(problem(.registration(registration)) != nil)
    registration.kind = .upload
    #expect(problem(.registration(registration)) == nil)
    var take = Take(export: RecordSamples.digest, result: .kept, at: at)
    take.seed = "7\u{7}"
    #expect(problem(.take(take)) != nil)
  }
}
