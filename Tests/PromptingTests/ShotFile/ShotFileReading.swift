import CastSupport
import Model
import Targets
import Testing

@testable import Prompting

@Suite("Shot files")
struct ShotFileReading {
  private static let lobby = """
    ---
    # What goes where.
    target: fal.kling-v3.i2v
    tier: Pro
    duration: 12s
    aspect: 16:9
    audio: on
    language: en
    start: frames/lobby.jpg
    middle: frames/door.jpg
    middle: 'frames/stairs.jpg'
    image: frames/table.jpg
    image: "frames/a b.jpg"
    images: @mira=front,left @mug=2
    negative: blur, distort, and low quality
    cfg: 0.50
    shot-type: customize
    orientation: video
    purpose: advertising
    ---
    Shot 1 (3s, wide establishing): exterior of a glass tower

    at sunrise
    Shot 2 (5 seconds): @mira crosses the lobby
      shot 3 (4s, close-up, low): @mug on the desk
    """

  @Test("have settings on top")
  func settings() throws {
    let settings = try ShotFile(text: Self.lobby).settings
    #expect(settings.target?.value == "fal.kling-v3.i2v")
    #expect(settings.target?.location == TextLocation(line: 3, column: 9))
    #expect(settings.tier?.value == "pro")
    #expect(settings.duration?.value == 12)
    #expect(settings.aspect?.value == "16:9")
    #expect(settings.audio?.value == .on)
    #expect(settings.language?.value == "en")
    #expect(settings.start?.value == "frames/lobby.jpg")
    #expect(settings.middle.map(\.value) == ["frames/door.jpg", "frames/stairs.jpg"])
    #expect(settings.middle[1].location == TextLocation(line: 11, column: 10))
    #expect(settings.images.map(\.value) == ["frames/table.jpg", "frames/a b.jpg"])
    #expect(settings.choices.map(\.value.element.description) == ["@mira", "@mug"])
    #expect(settings.choices.map(\.value.files) == [[.role(.front), .role(.left)], [.number(2)]])
    #expect(settings.negative?.value == "blur, distort, and low quality")
    #expect(settings.cfg?.value == "0.5")
    #expect(settings.shotType?.value == "customize")
    #expect(settings.orientation?.value == "video")
    #expect(settings.purpose?.value == .advertising)
  }

  @Test("have shots with seconds and framing")
  func shots() throws {
    guard case .shots(let shots) = try ShotFile(text: Self.lobby).text else {
      Issue.record("no shots")
      return
    }
    #expect(shots.map(\.number) == [1, 2, 3])
    #expect(shots.map(\.seconds?.value) == [3, 5, 4])
    #expect(shots.map(\.framing) == ["wide establishing", "", "close-up, low"])
    #expect(shots[0].seconds?.location == TextLocation(line: 21, column: 9))
    #expect(shots[2].location == TextLocation(line: 25, column: 3))
  }

  @Test(
    "are read equally with any line ends, and with a byte-order mark",
    arguments: ["\n", "\r\n", "\r"])
  func lines(end: String) throws {
    let text = "\u{FEFF}" + Self.lobby.replacing("\n", with: end)
    let file = try ShotFile(text: text)
    #expect(file.shotCount == 3)
    #expect(file.settings.purpose?.location == TextLocation(line: 19, column: 10))
  }

  @Test("are plain prompts if no shot is numbered")
  func plain() throws {
    let file = try ShotFile(text: "A shot of the lobby.\nShot glasses, Shot 7 of the reel.\n")
    #expect(file.shotCount == nil)
    #expect(try ShotFile(text: "---\n---\nwords").shotCount == nil)
  }

  @Test("may use full-width characters")
  func fullWidth() throws {
    let file = try ShotFile(text: "---\nduration：3\n---\nShot 1（3秒，全景）：@米拉走进大厅")
    #expect(file.shotCount == 1)
    #expect(file.settings.duration?.value == 3)
  }

  @Test(
    "report where they can't be understood",
    arguments: [
      ("---\ntarget: kling\n", ["1:1 prompt.bad-setting"]),
      ("---\ntraget: kling\n---\nwords", ["2:1 prompt.unknown-setting"]),
      ("---\ntier: pro\ntier: standard\n---\nwords", ["3:1 prompt.bad-setting"]),
      ("---\njust words\n---\nwords", ["2:1 prompt.bad-setting"]),
      ("---\nduration:\n---\nwords", ["2:1 prompt.bad-setting"]),
      ("---\n  duration: 2.5\n---\nwords", ["2:13 prompt.bad-setting"]),
      (
        "---\naspect: wide\naudio: yes\ncfg: 1.5\n---\nwords",
        [
          "2:9 prompt.bad-setting", "3:8 prompt.bad-setting", "4:6 prompt.bad-setting",
        ]
      ),
      (
        "---\npurpose: fun\nimages: @mira\n---\nwords",
        [
          "2:10 prompt.bad-setting", "3:9 prompt.bad-setting",
        ]
      ),
      ("---\nimages: @mira=frontish\n---\nwords", ["2:9 prompt.bad-setting"]),
      ("---\nimages: mira=front\n---\nwords", ["2:9 prompt.bad-setting"]),
      ("", ["prompt.empty"]), ("\n \n", ["prompt.empty"]), ("---\n---\n", ["prompt.empty"]),
      ("Shot 1 (3s):\nShot 2 (3s): words", ["1:1 prompt.empty"]),
      ("Before.\nShot 1 (3s): words", ["1:1 prompt.bad-shot"]),
      ("Shot 1 (3s): a\nShot 3 (3s): b", ["2:1 prompt.bad-shot"]),
      ("Shot 1 (3s) words", ["1:13 prompt.bad-shot"]),
      ("Shot 1 (3s: words", ["1:8 prompt.bad-shot"]),
      ("Shot 1 (2.5s, wide): words", ["1:9 prompt.bad-shot"]),
      ("Shot 99999 (3s): words", ["1:6 prompt.bad-shot"]),
      ("one\ntwo \u{7} three", ["2:5 prompt.not-text"]),
    ])
  func problems(text: String, expected: [String]) {
    #expect(CastSupport.problems(text) == expected)
  }

  @Test("are text in UTF-8")
  func bytes() {
    #expect(CastSupport.problems(Array("one\ntwo ".utf8) + [0xFF]) == ["2:5 prompt.not-text"])
    #expect(CastSupport.problems([0]) == ["1:1 prompt.not-text"])
  }

  @Test(
    "have maximums: for bytes, for images, and for findings about a file that is wrong throughout")
  func bounds() throws {
    let maximum = String(repeating: "x", count: ShotFile.byteLimit)
    #expect(CastSupport.problems(maximum).isEmpty)
    #expect(CastSupport.problems(maximum + "x") == ["prompt.not-text"])
    let images = String(repeating: "image: a.jpg\n", count: 99)
    #expect(CastSupport.problems("---\n\(images)---\nx").isEmpty)
    let more = CastSupport.problems("---\n\(images)image: a.jpg\n---\nx")
    #expect(more == ["101:8 prompt.bad-setting"])
    let frames = CastSupport.problems(
      "---\n\(String(repeating: "middle: a.jpg\n", count: 100))---\nx")
    #expect(frames == ["101:9 prompt.bad-setting"])
    let odd = String(repeating: "odd: x\n", count: 1000)
    #expect(CastSupport.problems("---\n\(odd)---\nx").count == 50)
    #expect(CastSupport.problems(String(repeating: "\u{1}\n", count: 1000)).count == 50)
    let nobody = try compiled(String(repeating: "@nobody ", count: 1000), for: "kling-o3")
    #expect(nobody.remarks.count { $0.finding.rule == .promptUnknownHandle } == 50)
  }

  @Test("are overruled by options")
  func options() throws {
    var settings = try ShotFile(text: Self.lobby).settings
    try settings.set("duration=15")
    try settings.set("image=other.jpg")
    try settings.set("middle=other.jpg")
    try settings.set("negative=a=b")
    #expect(settings.duration?.value == 15)
    #expect(settings.duration?.location == nil)
    #expect(settings.images.map(\.value) == ["other.jpg"])
    #expect(settings.middle.map(\.value) == ["other.jpg"])
    #expect(settings.negative?.value == "a=b")
    for wrong in ["duration", "duration=", "durration=3", "aspect=x"] {
      #expect(throws: PromptFileError.self) { try settings.set(wrong) }
    }
  }
}
