import Foundation
import Model
import TestSupport
import Testing

/// The JSON Schemas describe what the program writes: they accept all of it, and refuse broken
/// variants.
@Suite("docs/schemas", .timeLimit(.minutes(30)))
struct Schemas {
  @Test(
    "check.schema.json accepts the output of `castbook check --json`, and refuses broken variants")
  func check() throws {
    let desk = try SchemaDesk("check")
    // A long run checks all odd files.
    let odd = TestRun.isLong ? "odd" : "odd/clip.mp4"
    try desk.keep("odd.json", "check", odd, "sheets", "--for", "kling,kling-official,kling-o3")
    let starter = TestRun.isLong ? "starter" : "starter/mug-top.jpg"
    try desk.keep("all.json", "check", "trouble", starter, "@mug", "nowhere", "--for", "all")
    try desk.keep("set.json", "check", "starter", "odd/clip.mp4", "--for", "kling-o3", "--set")
    try desk.keep("clip.json", "check", "odd/clip.mp4", "@mira_voice", "--for", "fal.*")
    try desk.keep("lines.jsonl", "check", "trouble", "odd/clip.mp4")
    let heard =
      TestRun.isLong
      ? ["voices", "clips"]
      : [
        "voices/en-us.mp3", "voices/silence.flac", "voices/damaged.flac", "clips/mira.mp4",
        "clips/turned.mov", "clips/one-cut.mp4", "clips/hdr.mp4",
      ]
    try desk.keep("heard.json", ["check"] + heard + ["--for", "kling,kling-official"])
    try desk.accepts(["odd.json", "all.json", "set.json", "clip.json", "lines.jsonl"])
    try desk.refuses(
      "all.json",
      [
        "\"check/2\"": "\"check/1\"", "\"countsFor\":": "\"countFor\":",
        "\"statusFor\":": "\"statusOf\":", "\"status\":\"pass\"": "\"status\":\"passed\"",
        "\"severity\":\"error\"": "\"severity\":\"fatal\"", "\"sha256\":\"": "\"sha256\":\"X",
        "\"orientation\":1": "\"orientation\":9", "\"asOf\":\"2026-": "\"asOf\":\"2026/",
        "\"alpha\":\"none\"": "\"alpha\":null", "\"proven\":true": "\"proven\":\"yes\"",
        "\"rule\":\"image.": "\"rule\":\"Image ", "\"notMediaCount\":": "\"notMediaCount\":-1",
        "\"noEndpoint\":[": "\"noEndpoint\":[7,", "\"slot\":\"element\"": "\"slot\":\"person\"",
      ])
    try desk.refuses(
      "heard.json",
      [
        "\"samples\":": "\"samples\":-", "\"unknown\":\"": "\"unknown\":\"not ",
        "\"cuts\":[{\"frame\":": "\"cuts\":[{\"frame\":-", "\"rotation\":90": "\"rotation\":91",
        "\"lossy\":true": "\"lossy\":1", "\"span\":[": "\"span\":[7,",
      ])
    try desk.refuses("lines.jsonl", ["\"path\":": "\"name\":"])
  }

  @Test(
    "score.schema.json accepts the output of `castbook score --json`, and refuses broken variants")
  func score() throws {
    let desk = try SchemaDesk("score")
    try desk.keep("odd.json", "score", TestRun.isLong ? "odd" : "sheets", "nowhere")
    try desk.keep("mira.json", "score", "@mira")
    try desk.keep("pick.json", "pick", "trouble", "starter", "--best", "3")
    try desk.keep("saved.json", "pick", "@mug", "--save")
    try desk.accepts(["odd.json", "mira.json", "pick.json", "saved.json"])
    try desk.refuses(
      "pick.json",
      [
        "\"score/1\"": "\"score/2\"", "\"metric\":\"quality/5\"": "\"metric\":1",
        "\"notMeasured\":": "\"unmeasured\":", "\"findings\":": "\"finding\":",
        "\"subject\":": "\"subjects\":", "\"value\":": "\"raw\":",
        "\"severity\":\"warning\"": "\"severity\":\"bad\"", "\"across\":": "\"sideways\":",
        "\"sha256\":\"": "\"sha256\":\"sha256-", "\"selected\":": "\"chosen\":",
        "\"odd\":[]": "\"odd\":[null]", "\"scores\":{": "\"scores\":{\"variety\":1.5,",
      ])
    try desk.refuses("saved.json", ["\"saved\":": "\"saved\":\"\",\"was\":"])
  }

  @Test("prepare.schema.json accepts the output of `castbook prepare`, and refuses broken variants")
  func prepare() throws {
    let desk = try SchemaDesk("prepare")
    let ready = desk.scratch.path("ready").text
    let odd = TestRun.isLong ? "odd" : "sheets"
    try desk.keep("plan.json", "prepare", odd, "--dry-run", "--allow-upscale", "--fit", "crop")
    try desk.keep("mira.json", "prepare", "@mira", "--for", "kling-o3")
    try desk.keep("first.json", "prepare", "starter", "-o", ready)
    try desk.keep(
      "ready.json", "prepare", "trouble", "--for", "kling-o3,kling-official", "--background",
      "#d8d4cf", "-o", ready)
    try desk.keep(
      "streams.json", "prepare", "clips/phone.mov", "clips/mira.mkv", "voices/8khz.flac", "--for",
      "kling", "--dry-run")
    try desk.accepts([
      "plan.json", "mira.json", "first.json", "ready.json", "ready/prepare.json", "streams.json",
    ])
    try desk.refuses(
      "ready.json",
      [
        "\"prepare/1\"": "\"prepare/2\"", "\"status\":\"prepared\"": "\"status\":\"done\"",
        "\"before\":": "\"original\":", "\"after\":": "\"copied\":", "\"output\":": "\"copy\":",
        "\"step\":\"encode\"": "\"step\":\"code\"", "\"reasons\":": "\"why\":",
        "\"sampling\":\"4:4:4\"": "\"sampling\":444", "\"fit\":\"pad\"": "\"fit\":\"stretch\"",
        "\"#d8d4cf\"": "\"blue\"", "\"asTheyAre\":": "\"same\":",
        "\"orientation\":6": "\"orientation\":\"6\"", "\"sha256\":\"": "\"sha256\":\"X",
      ])
    try desk.refuses("streams.json", ["\"format\":\"mov\"": "\"format\":\"gif\""])
  }

  @Test(
    "sort.schema.json accepts the output of `castbook sort --json`, and refuses broken variants")
  func sort() throws {
    let desk = try SchemaDesk("sort")
    try desk.keep("starter.json", "sort", "starter", "-o", desk.scratch.path("cast").text)
    try desk.keep("scenes.json", "sort", "scenes", "trouble")
    try desk.keep("none.json", "sort", desk.scratch.url.path())
    try desk.accepts(["starter.json", "scenes.json", "none.json"])
    try desk.refuses(
      "starter.json",
      [
        "\"sort/2\"": "\"sort/1\"", "\"facesCompared\":false": "\"facesCompared\":true",
        "\"handle\":\"mira\"": "\"handle\":\"@mira\"", "\"by\":[\"names\"": "\"by\":[\"luck\"",
        "\"best\":1": "\"best\":0", "\"role\":\"front\"": "\"role\":\"voice\"",
        "\"sha256\":\"": "\"sha256\":\"X", "\"undetermined\":": "\"open\":",
        "\"written\":{\"path\":": "\"written\":{\"folder\":", "\"likeness\":": "\"alike\":",
        "\"pictureCount\":7": "\"pictureCount\":-7",
      ])
  }

  @Test("sending.schema.json accepts the files of Catalog/Sending, and refuses broken variants")
  func sending() throws {
    let desk = try SchemaDesk("sending")
    let folder = Fixtures.repository.appending(path: "Catalog/Sending")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path()).sorted()
    #expect(names.count > 5)
    for name in names {
      try desk.scratch.write(try Data(contentsOf: folder.appending(path: name)), to: name)
    }
    try desk.accepts(names)
    try desk.refuses(
      "kling.json",
      [
        "\"sending/1\"": "\"sending/2\"", "\"keys\": {": "\"key\": {",
        "[\"api-key\"]": "[\"api\"]", "\"none\"": "\"patch\"",
        "\"none\" ": "\"none\", \"part\": \"file\" ", "\"data.id\"": "\"data..id\"",
        "task_ids={id}": "task_ids=", "https://api": "http://api", "\"done\":": "\"ready\":",
        "\"external-id\"": "\"retry\"", "\"2026-09-15\"": "\"2026/09/15\"",
        "\"first_party_doc_snapshot\"": "\"page\"", "\"lasts\": \"30 days\"": "\"lasts\": 30",
      ])
    try desk.refuses(
      "fal.json",
      [
        "\"method\": \"put\"": "\"method\": \"none\"", "\"scheme\":": "\"word\":",
        "\"X-Fal-File-Name\"": "\"X-Fal: Name\"", "\"maxBytes\": 104857600": "\"maxBytes\": 0",
        "\"to\": \"upload_url\"": "\"otherwise\": {}",
      ])
  }

  @Test("bundle.schema.json accepts the files of bundles, and refuses broken variants")
  func bundle() throws {
    let desk = try SchemaDesk("bundle")
    try desk.scratch.copy("starter/mira-front.jpg", as: "lobby.jpg")
    try desk.scratch.copy("trouble/IMG_2041.HEIC", as: "street.heic")
    let shot = """
      ---
      duration: 5
      start: lobby.jpg
      ---
      @mira drinks from @mug, slow push-in. @mira: "We open at nine."

      """
    try desk.scratch.write(shot, to: "lobby.md")
    let turned = shot.replacing("start: lobby.jpg", with: "start: street.heic")
    try desk.scratch.write(turned, to: "street.md")
    var names: [String] = []
    for (path, words) in [
      ["lobby.md", "--for", "kling-o3"], ["lobby.md", "--for", "kling-official", "--tier", "pro"],
      ["lobby.md", "--for", "kling.app"], ["lobby.md", "--for", "kling-v3", "--inline"],
      ["street.md", "--for", "kling-v3"],
    ].enumerated() {
      let folder = "out-\(path)"
      let made = try desk.run(["export", "-o", folder] + words, in: desk.scratch.url)
      #expect(made.status == 0, "\(words): \(made.output)\(made.errors)")
      names.append("\(folder)/\(words[0].dropLast(3))/bundle.json")
    }
    try desk.accepts(names)
    let last = try #require(names.last)
    try desk.refuses(
      last,
      [
        "\"bundle/1\"": "\"bundle/2\"", "\"sends\":": "\"send\":", "\"shot\":": "\"prompt\":",
        "\"bytes\":": "\"size\":", "\"slot\":\"start\"": "\"slot\":\"first\"",
        "\"revision\":": "\"version\":", "\"sequence\":1": "\"sequence\":\"1\"",
        "\"handle\":\"mira\"": "\"handle\":\"@mira\"", "\"profile\":\"": "\"profile\":\"X",
        "\"file\":\"target.json\"": "\"file\":\"../target.json\"", "\"from\":": "\"of\":",
        "\"file\":\"shot.md\"": "\"file\":\"lobby.md\"", "\"step\":\"": "\"step\":\"un",
        "\"kind\":\"product\"": "\"kind\":\"thing\"", "\"width\":": "\"wide\":",
        "\"amount\":\"": "\"amount\":\"$", "\"element\":\"0": "\"element\":\"o",
      ])
  }
}
