import CastSupport
import Model
import Targets
import Testing

@testable import Prompting

@Suite("Refusals and warnings say what is the matter, and what to do")
struct TrueRefusals {
  private func finding(_ rule: RuleID, _ text: String, for target: String) throws -> Finding {
    let prompt = try compiled(text, for: target)
    let found = prompt.remarks.map(\.finding).filter { $0.rule == rule }
    return try #require(found.first, "\(prompt.remarks.map(\.finding.message))")
  }

  @Test(
    "A limit that holds under a condition names the condition",
    arguments: [
      (
        "kling.v3-omni", "video: a.mp4\naudio: on",
        "kling.v3-omni accepts no videos with audio: on",
        "remove the video, or set audio: off or original"
      ),
      (
        "kie.seedance-2.0", "start: a.jpg\nimage: b.jpg",
        "kie.seedance-2.0 accepts no reference pictures with a first frame",
        "remove the picture, or remove the first frame"
      ),
      (
        "runway.seedance-2.5", "variant: text\nvideo: a.mp4\nvideo-use: edit",
        "runway.seedance-2.5 accepts no videos with video-use: edit", "remove the video"
      ),
      (
        "runway.seedance-2.5", "variant: text\nvideo: a.mp4\nvideo-use: extend",
        "runway.seedance-2.5 accepts no videos with video-use: extend", "remove the video"
      ),
    ])
  func conditions(target: String, settings: String, message: String, fix: String) throws {
    let finding = try finding(
      .requestTooManyReferences, "---\n\(settings)\n---\nA fox.", for: target)
    #expect(finding.message.hasPrefix(message), "\(finding.message)")
    #expect(finding.fix == fix)
  }

  @Test("A target that needs a plain picture says that an element is not enough")
  func plainPicture() throws {
    let finding = try finding(.requestMissing, "@mira", for: "fal.kling-image")
    #expect(finding.message == "fal.kling-image needs a reference picture")
    #expect(finding.fix == #"add "image: PATH" to the shot file: an element is not enough here"#)
  }

  @Test(
    "Pictures that the provider would ignore are named",
    arguments: [
      ("fal.seedream-5-pro.edit", "last 10 of 12", "1.jpg, 2.jpg"),
      ("fal.flux-2.edit", "first 4 of 12", "5.jpg, 6.jpg"),
    ])
  func dropped(target: String, words: String, names: String) throws {
    let images = (1...12).map { "image: \($0).jpg" }.joined(separator: "\n")
    let finding = try finding(.requestDropped, "---\n\(images)\n---\nA fox.", for: target)
    #expect(finding.message.contains("uses only the \(words) reference pictures"))
    #expect(finding.message.contains("it would ignore \(names)"), "\(finding.message)")
    #expect(finding.severity == .error)
  }

  @Test(
    "A target of words alone warns that it doesn't show an element, and names one that does",
    arguments: [
      ("venice.kling-4.0.t2v", "venice.kling-4.0.r2v"), ("kling.v3.t2v", "kling.v3-omni"),
      ("piapi.kling-4.0.t2v", "piapi.kling-4.0.r2v"),
    ])
  func notShown(target: String, sibling: String) throws {
    let finding = try finding(.requestNotShown, "@mira waits.", for: target)
    #expect(finding.severity == .warning)
    #expect(
      finding.message
        == "\(target) accepts no pictures of @mira, only the words \"Mira Okafor\"; it makes videos "
        + "from words alone")
    #expect(finding.fix == "choose \(sibling), which shows @mira")
  }

  @Test("With a first frame, a target of frames doesn't warn that an element isn't shown")
  func shownByFrame() throws {
    let prompt = try compiled("---\nstart: a.jpg\n---\n@mira waits.", for: "fal.kling-o3.i2v")
    #expect(!prompt.rules.contains("warning request.not-shown"), "\(prompt.rules)")
  }

  @Test("Every target of words alone names a sibling, or is the only one of its provider's model")
  func siblings() throws {
    let catalogue = try TargetCatalogue()
    let alone: Set<TargetID> = [
      "fal.ltx-2.3.i2v", "luma.ray-2.i2v", "runcomfy.kling-3.0", "higgsfield.soul-v2",
      "fal.kling-image.t2i",
    ]
    for id in catalogue.ids {
      let profile = try catalogue.profile(id)
      guard profile.request.contains(where: { $0.content == .prompt }), !profile.showsElements,
        profile.status != .ended, !alone.contains(id)
      else { continue }
      #expect(profile.sibling != nil, "\(id)")
    }
  }

  @Test("A prompt that the provider would cut is a warning with what is kept")
  func cut() throws {
    let long = String(repeating: "snow ", count: 600)
    let finding = try finding(.promptCut, long, for: "comfy.higgsfield-kling-3")
    #expect(finding.severity == .warning)
    #expect(finding.message.contains("comfy.higgsfield-kling-3 cuts the last "))
    #expect(finding.fix == "shorten it to 2500")
  }

  @Test(
    "A video goes to the endpoint for its use",
    arguments: [
      ("fal.kling-o3.v2v", "", "reference"), ("fal.kling-o3.v2v", "video-use: edit", "edit"),
      ("fal.kling-o3.v2v", "tier: pro\nvideo-use: reference", "reference"),
      ("fal.kling-o1.v2v", "video-use: edit", "edit"),
      ("wavespeed.kling-4.0.v2v", "video-use: extend", "extend"),
    ])
  func videoUse(target: String, settings: String, variant: String) throws {
    let prompt = try compiled("---\nvideo: a.mp4\n\(settings)\n---\nA fox.", for: target)
    #expect(prompt.endpoint?.variant == variant)
    if settings.contains("pro") { #expect(prompt.endpoint?.tier == "pro") }
    #expect(!prompt.rules.contains { $0.hasSuffix("request.video-use") }, "\(prompt.rules)")
  }

  @Test(
    "A video that would be used otherwise is reported",
    arguments: [
      ("fal.seedance-2.0.r2v", "video-use: edit", Severity.error, "only follows a video"),
      ("runway.kling-4.0.v2v", "video-use: reference", Severity.error, "only edits a video"),
      ("runway.kling-4.0.v2v", "", Severity.note, "edits the video itself"),
    ])
  func otherUse(target: String, settings: String, severity: Severity, words: String) throws {
    let finding = try finding(
      .requestVideoUse, "---\nvideo: a.mp4\n\(settings)\n---\nA fox.", for: target)
    #expect(finding.severity == severity)
    #expect(finding.message.contains(words), "\(finding.message)")
  }

  @Test("An endpoint is chosen by what goes into the request")
  func endpoints() throws {
    let text = try compiled("A fox.", for: "fal.nano-banana-pro.edit")
    #expect(text.endpoint?.variant == "text")
    let edit = try compiled("---\nimage: a.jpg\n---\nA fox.", for: "fal.nano-banana-pro.edit")
    #expect(edit.endpoint?.variant == "edit")
    let mira = try compiled("@mira waits.", for: "fal.nano-banana-pro.edit")
    #expect(mira.endpoint?.variant == "edit")
    let framed = try compiled("---\nstart: a.jpg\n---\nA fox.", for: "runway.seedance-2.0")
    #expect(framed.endpoint?.variant == "image" && !framed.isFailed)
  }

  @Test("A name is followed by a space where a letter would continue it")
  func names() throws {
    let prompt = try compiled("@米拉在雨中。", for: "muapi.kling-4.0.r2v")
    #expect(prompt.text == "@mira 在雨中。")
  }

  @Test("A voice that a target doesn't take is a note")
  func voices() throws {
    let finding = try finding(
      .requestVoiceLeft, #"@mira: "We open at nine.""#, for: "fal.veo-3.1.r2v")
    #expect(finding.severity == .note && finding.message.contains("@mira_voice is not sent"))
  }

  @Test("A prompt that descriptions make too long says that they are part of it")
  func descriptions() throws {
    let words = String(repeating: "rain ", count: 1300)
    let alone = try finding(.promptTooLong, words, for: "kling.v3.t2v")
    #expect(alone.fix?.contains("descriptions") == false)
    let described = try finding(.promptTooLong, "@mira waits. \(words)", for: "kling.v3.t2v")
    #expect(
      described.fix?.hasSuffix(", or shorten the descriptions of @mira, which are part of it")
        == true)
  }
}
