import Checking
import CheckingSupport
import Model
import Targets
import Testing

@Suite("Files that are checked together")
struct SetCounts {
  private func findings(
    _ files: [FileFacts], for target: CheckTarget, isCompleteSet: Bool = false
  ) -> [Finding] {
    var check = SetCheck(targets: [target], isCompleteSet: isCompleteSet)
    for file in files { check.add(file) }
    return check.findings
  }

  private func pictures(_ count: Int) throws -> [FileFacts] {
    try (0..<count).map { try FileFacts.picture(name: "\($0).jpg").with(digest: UInt8($0)) }
  }

  @Test(
    "are as many pictures as an element takes, or fewer or more",
    arguments: [
      (0, nil), (1, "set.too-few"), (2, nil), (3, nil), (4, nil), (5, "set.too-many"),
      (40, "set.too-many"),
    ])
  func counts(count: Int, rule: String?) throws {
    let target = try SampleTarget.builtIn("kling")
    let candidates = findings(try pictures(count), for: target)
    #expect(candidates.map { "\($0.rule) \($0.severity)" } == (rule.map { ["\($0) note"] } ?? []))
    let set = findings(try pictures(count), for: target, isCompleteSet: true)
    #expect(set.map { "\($0.rule) \($0.severity)" } == (rule.map { ["\($0) error"] } ?? []))
  }

  @Test("are reported with their number and the limit")
  func words() throws {
    let target = try SampleTarget.builtIn("kling")
    let few = try #require(findings(try pictures(1), for: target).first)
    #expect(few.message == "1 picture; kling accepts 2–4 per element")
    #expect(few.fix == "add a view from another side")
    #expect([few.measured, few.limit, few.unit] == ["1", "2", "pictures"])
    let many = try #require(findings(try pictures(6), for: target).first)
    #expect(many.message == "6 pictures; kling accepts 2–4 per element")
    #expect(many.fix == "choose 4 of them")
    #expect([many.measured, many.limit, many.unit] == ["6", "4", "pictures"])
    #expect(many.target == "kling" && many.slot == .element && many.basis == .stated)
  }

  @Test("are reported if one path was given several times", arguments: [true, false])
  func repeated(isCompleteSet: Bool) throws {
    let target = try SampleTarget.builtIn("kling")
    let one = try pictures(1)
    let twice = try #require(findings(one + one, for: target, isCompleteSet: isCompleteSet).first)
    #expect(twice.rule == .setTooFew)
    #expect(
      twice.message == "1 picture; kling accepts 2–4 per element; 0.jpg was given twice")
    #expect(twice.fix == "name another view instead of repeating the file")
    #expect([twice.measured, twice.limit] == ["1", "2"])
    let often = try #require(findings(one + one + one, for: target).first)
    #expect(often.message.hasSuffix("; 0.jpg was given 3 times"))
    // With enough other pictures there is no finding.
    #expect(findings(try pictures(2) + one, for: target, isCompleteSet: isCompleteSet).isEmpty)
  }

  @Test("are never an error because of a number that is not stated")
  func inferred() throws {
    let target = try SampleTarget.own(
      slots: """
        { "element": { "pictures": { "min": 2, "max": 4, "confidence": "inferred" } } }
        """)
    let findings = findings(try pictures(5), for: target, isCompleteSet: true)
    #expect(findings.map(\.severity) == [.warning])
    #expect(findings.map(\.basis) == [.inferred])
  }

  @Test("are counted per request if they are not an element")
  func request() throws {
    let target = try SampleTarget.builtIn("fal.kling-o3.r2v", slot: .image)
    #expect(findings(try pictures(7), for: target).isEmpty)
    let many = try #require(findings(try pictures(8), for: target).first)
    #expect(many.message == "8 pictures; fal.kling-o3.r2v accepts up to 7 per request")
  }

  @Test("are warned about if two have the same bytes")
  func duplicates() throws {
    let target = try SampleTarget.builtIn("kling")
    let files = try [("a.jpg", 1), ("b.jpg", 2), ("c.jpg", 1), ("d.jpg", 1)].map {
      try FileFacts.picture(name: $0.0).with(digest: UInt8($0.1))
    }
    let findings = findings(files, for: target)
    #expect(
      findings.map(\.message) == [
        "c.jpg and d.jpg are identical to a.jpg"
      ])
    #expect(findings.map(\.measured) == ["3"])
    #expect(findings.allSatisfy { $0.rule == .setDuplicate && $0.severity == .warning })
    #expect(findings.allSatisfy { $0.target == nil })
  }

  @Test(
    "that are duplicates many times over are reported in one sentence",
    arguments: [
      (2, "f1.jpg is identical to f0.jpg"),
      (4, "f1.jpg, f2.jpg and f3.jpg are identical to f0.jpg"),
      (5, "f1.jpg, f2.jpg, f3.jpg and 1 other are identical to f0.jpg"),
      (2000, "f1.jpg, f2.jpg, f3.jpg and 1,996 others are identical to f0.jpg"),
    ])
  func manyDuplicates(count: Int, message: String) throws {
    let target = try SampleTarget.builtIn("kling")
    let files = try (0..<count).map { try FileFacts.picture(name: "f\($0).jpg").with(digest: 1) }
    let duplicates = findings(files, for: target).filter { $0.rule == .setDuplicate }
    #expect(duplicates.map(\.message) == [message])
    #expect(duplicates.map(\.measured) == [String(count)])
  }

  @Test("are not duplicates if one is named twice, or if they are not media")
  func noDuplicates() throws {
    let target = try SampleTarget.builtIn("kling")
    let twice = try (0..<2).map { _ in try FileFacts.picture(name: "a.jpg").with(digest: 1) }
    #expect(!findings(twice, for: target).contains { $0.rule == .setDuplicate })
    let texts = try ["a.txt", "b.txt"].map { try FileFacts.file(.text, name: $0).with(digest: 1) }
    #expect(findings(texts, for: target).isEmpty)
  }

  @Test("have at most one clip", arguments: [(0, 0), (1, 0), (2, 1), (3, 1)])
  func clips(count: Int, expected: Int) throws {
    let target = try SampleTarget.builtIn("kling")
    let clips = try (0..<count).map {
      try FileFacts.file(.mp4, name: "\($0).mp4").with(digest: UInt8($0))
    }
    #expect(findings(clips, for: target).count == expected)
    for finding in findings(clips, for: target, isCompleteSet: true) {
      #expect(finding.rule == .setTwoClips && finding.severity == .error)
    }
  }

  private func files(_ count: Int, _ format: MediaFormat) throws -> [FileFacts] {
    try (0..<count).map {
      try FileFacts.file(format, name: "\($0).\(format.rawValue)").with(digest: UInt8($0))
    }
  }

  @Test(
    "are checked, as a set, against the limits of one request, whatever their kinds",
    arguments: [
      ("kie.seedance-2.0", MediaFormat.mp4, 3, nil),
      (
        "kie.seedance-2.0", .mp4, 7,
        "7 clips; kie.seedance-2.0 accepts up to 3 per request: choose 3 of them"
      ),
      (
        "fal.seedance-2.0.r2v", .mp4, 7,
        "7 clips; fal.seedance-2.0.r2v accepts up to 3 per request: choose 3 of them"
      ),
      ("kling.voice.create", .wav, 1, nil),
      (
        "kling.voice.create", .wav, 2,
        "2 sounds; kling.voice.create accepts 1 per request: choose 1 of them"
      ),
      (
        "runcomfy.kling-3.0", .jpeg, 2,
        "2 pictures; runcomfy.kling-3.0 accepts 1 per request: choose 1 of them"
      ),
    ])
  func requestOfAnyMedium(target: String, format: MediaFormat, count: Int, message: String?) throws
  {
    let findings = findings(
      try files(count, format), for: try SampleTarget.builtIn(target), isCompleteSet: true)
    let severe = findings.filter { $0.severity > .note }
    #expect(severe.map(\.sentence) == (message.map { [$0] } ?? []))
    #expect(severe.allSatisfy { $0.severity == .error && $0.rule == .setTooMany })
    #expect(severe.allSatisfy { $0.unit == "\(format.medium.name)s" })
  }

  @Test("are not checked against an endpoint that takes none")
  func noneAtSome() throws {
    let target = try SampleTarget.builtIn("runcomfy.kling-3.0")
    #expect(findings(try pictures(1), for: target, isCompleteSet: true).isEmpty)
  }

  @Test(
    "are checked against the endpoint that takes the most, and a stricter one is mentioned",
    arguments: [
      (4, [] as [String]),
      (
        5,
        ["note: 5 pictures; fal.vidu.r2v accepts fewer at some endpoints: 4 at q3-mix"]
      ),
      (
        45,
        [
          "warning: 45 pictures; fal.vidu.r2v accepts up to 7 per request at vidu, q2-pro, q1, "
            + "4 at q3-mix (inferred)"
        ]
      ),
    ])
  func endpoints(count: Int, messages: [String]) throws {
    let target = try SampleTarget.builtIn("fal.vidu.r2v")
    let findings = findings(try pictures(count), for: target, isCompleteSet: true)
    #expect(findings.map { "\($0.severity): \($0.message)" } == messages)
  }

  @Test("are counted for each target separately; sounds are skipped if no number is known")
  func severalTargets() throws {
    var check = SetCheck(
      targets: [try SampleTarget.builtIn("kling"), try SampleTarget.builtIn("kling-o3")],
      isCompleteSet: false)
    for file in try pictures(1) { check.add(file) }
    for name in ["a.wav", "b.wav"] { check.add(try .file(.wav, name: name)) }
    #expect(check.findings.map(\.target) == ["kling", "fal.kling-o3.r2v"])
    #expect(check.findings.allSatisfy { $0.rule == .setTooFew })
  }

  @Test("may be an empty list")
  func nothing() {
    #expect(SetCheck.noFiles(skipped: 0).message == "no file to check")
    #expect(SetCheck.noFiles(skipped: 1).message == "no file to check (skipped 1 name)")
    #expect(SetCheck.noFiles(skipped: 1200).message == "no file to check (skipped 1,200 names)")
    #expect(SetCheck.noFiles(skipped: 0).rule == .setEmpty)
  }
}
