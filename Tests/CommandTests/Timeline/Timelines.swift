import Foundation
import Model
import TestSupport
import Testing

@Suite("castbook timeline", .timeLimit(.minutes(30)))
struct Timelines {
  @Test("Shot files become takes, and takes a timeline whose media OpenTimelineIO finds")
  func journey() throws {
    let film = try Production.threeShots()
    let made = try film.run("timeline", "shots/", "-o", "film.otio")
    #expect(made.status == 0, "\(made.errors)")
    #expect(
      made.output.contains("film.otio: 3 shots, 1 gap · 10 s at 24 fps from 01:00:00:00"),
      "\(made.output)")
    #expect(made.output.contains("1 take, all rejected"), "\(made.output)")
    let reading = try film.judge("film.otio")
    let video = reading.items("Video")
    #expect(video.map(\.name) == ["shot-1", "shot-2", "shot-10"])
    #expect(video.map(\.schema) == ["Clip", "Gap", "Clip"])
    // 96 frames at 24, a gap of 3 s, and 90 frames at 30, which are 3 s.
    #expect(video.map(\.record) == [[0, 24, 96], [96, 24, 72], [168, 24, 72]])
    #expect(video.map(\.available) == [[0, 24, 96], [], [0, 30, 90]])
    #expect(reading.value["timecode"]?.string == "01:00:00:00")
    // Of the three takes of the first shot, the one that was kept last is shown.
    #expect(video[0].active?["sha256"]?.string == (try film.digest(of: "clips/mira.mp4")))
    #expect(
      try Set(video[0].media.compactMap { $0.value["sha256"]?.string })
        == Set(
          ["mira.mp4", "mira.mkv", "mira-silent.mp4"].map { try film.digest(of: "clips/\($0)") }))
    #expect(video[2].active?["sha256"]?.string == (try film.digest(of: "clips/mira-3.0s.mp4")))
    let marker = try #require(video[0].markers.first)
    #expect(marker["name"]?.string == "@mira:1 @mug:1")
    #expect(
      marker["comment"]?.string == "fal.kling-o3.r2v · 0.84 USD · seed 77 · the good one")
    let metadata = video[0].value["metadata"]?["castbook"]
    #expect(metadata?["result"]?.string == "kept" && metadata?["seed"]?.string == "77")
    #expect(metadata?["elements"]?.array?.first?["revision"]?.integer == 1)
    #expect(reading.items("Audio").map(\.schema) == ["Clip", "Gap", "Gap"])
    #expect(try film.run("doctor").output.hasSuffix("no problems found\n"))
  }

  @Test("An approved take is shown before a later kept one, and an undecided one before none")
  func decisions() throws {
    let film = try Production.threeShots()
    let clip = try Fixtures.path("clips/mira.mkv").text
    #expect(try film.run("take", "rate", clip, "approved").status == 0)
    let exports = try film.json("exports")["exports"]?.array ?? []
    let second = exports.first { $0["shot"]?.string?.hasSuffix("shot-2.md") == true }
    let bundle = try #require(second?["bundle"]?.string)
    let other = try Fixtures.path("clips/fade.mp4").text
    #expect(try film.run("take", "add", other, "--bundle", bundle).status == 0)
    let made = try film.run("timeline", "shots/", "-o", "film.otio")
    #expect(made.output.contains("3 shots · "), "\(made.output)")
    let video = try film.judge("film.otio").items("Video")
    #expect(video[0].active?["sha256"]?.string == (try film.digest(of: "clips/mira.mkv")))
    #expect(video[1].active?["sha256"]?.string == (try film.digest(of: "clips/fade.mp4")))
    #expect(
      video[1].markers.first?["comment"]?.string?.hasSuffix("not looked at yet") == true,
      "\(video[1].markers)")
  }

  @Test(
    "The other formats have the same positions and the same media",
    arguments: ["24", "25", "29.97df", "23.976"])
  func formats(rate: String) throws {
    let film = try Production.threeShots()
    for format in ["otio", "edl", "fcpxml"] {
      let made = try film.run(
        "timeline", "shots", "-o", "film.\(format)", "--rate", rate, "--start", "10:00:00:00")
      #expect(made.status == 0, "\(made.errors)")
    }
    let otio = try film.judge("film.otio")
    let items = otio.items("Video")
    let own = try #require(otio.start.last)
    let edl = try film.judge("film.edl", rate: own)
    #expect(edl.items("Video").map(\.record) == items.map(\.record))
    let list = String(decoding: try film.data("film.edl"), as: UTF8.self)
    #expect(list.contains("FCM: \(rate.hasSuffix("df") ? "" : "NON-")DROP FRAME"))
    let sources = list.components(separatedBy: "\r\n").compactMap { line in
      line.hasPrefix("* SOURCE FILE: ") ? String(line.dropFirst(15)) : nil
    }
    #expect(sources.count == 2 && sources.allSatisfy(film.exists))
    let xml = String(decoding: try film.data("film.fcpxml"), as: UTF8.self)
    let urls = xml.matches(of: /src="([^"]+)"/).compactMap { URL(string: String($0.1)) }
    #expect(urls.count == 4)
    for url in urls { #expect(FileManager.default.fileExists(atPath: url.path()), "\(url)") }
    #expect(xml.contains("<audition ") && xml.contains("<gap "))
    // Each offset is a whole frame of the timeline, and the sum of what comes before.
    let offsets = xml.matches(of: /[ ]offset="([0-9]+)(?:\/([0-9]+))?s"/).compactMap { match in
      Double(match.1).map { $0 / (match.2.flatMap { Double($0) } ?? 1) }
    }
    for (offset, item) in zip(offsets, items) {
      let frames = (offset - offsets[0]) * own
      #expect(abs(frames - item.record[0]) < 1e-3, "\(offsets)")
    }
    #expect(offsets.count == 3)
  }

  @Test("The same inputs give the same bytes, and nothing is written twice")
  func same() throws {
    let film = try Production.threeShots()
    #expect(try film.run("timeline", "shots", "-o", "film.otio").status == 0)
    let before = try film.data("film.otio")
    let files = try film.files("film-media")
    #expect(files.count == 4)
    let again = try film.json("timeline", "shots", "-o", "film.otio")
    #expect(again["wasThere"]?.boolean == true)
    #expect(again["files"]?.array?.allSatisfy { $0["wasThere"]?.boolean == true } == true)
    // In another folder, OTIO and EDL are equal byte for byte.
    try FileManager.default.createDirectory(
      at: film.folder.appending(path: "else"), withIntermediateDirectories: false)
    #expect(try film.run("timeline", "shots", "-o", "else/film.otio").status == 0)
    #expect(try film.data("else/film.otio") == before)
    #expect(try film.files("else/film-media") == files)
    for (name, bytes) in files {
      let digest = try film.shell("sha256sum 'film-media/\(name)'").output.prefix(8)
      #expect(name.contains("-\(digest)."), "\(name)")
      #expect(!bytes.isEmpty)
    }
  }

  @Test("Something different in the way is refused before anything is written")
  func existing() throws {
    let film = try Production.threeShots()
    try film.write("mine", to: "film.otio")
    let refused = try film.run("timeline", "shots", "-o", "film.otio")
    #expect(refused.status == 3 && refused.errors.contains("exists and is different"))
    #expect(!film.exists("film-media"))
    #expect(try film.run("timeline", "shots", "-o", "film.otio", "--replace").status == 0)
    let name = try #require(try film.files("film-media").keys.min())
    try film.write("changed", to: "film-media/\(name)")
    let other = try film.run("timeline", "shots", "-o", "other.otio", "--media", "film-media")
    #expect(other.status == 3 && other.errors.contains(name), "\(other.errors)")
    #expect(!film.exists("other.otio"))
    #expect(try String(decoding: film.data("film-media/\(name)"), as: UTF8.self) == "changed")
    #expect(
      try film.run(
        "timeline", "shots", "-o", "other.otio", "--media", "film-media", "--replace"
      ).status == 0)
    #expect(try film.judge("other.otio").items("Video")[0].active?["sha256"] != nil)
    try film.perform("rm 'film-media/\(name)' && mkdir 'film-media/\(name)'")
    let folder = try film.run(
      "timeline", "shots", "-o", "other.otio", "--media", "film-media", "--replace")
    #expect(folder.status == 3 && folder.errors.contains("is not a file"), "\(folder.errors)")
  }

  @Test("A dry run reports the same and writes nothing")
  func dryRun() throws {
    let film = try Production.threeShots()
    let names = try film.shell("find . | sort").output
    let dry = try film.run("timeline", "shots", "--dry-run")
    #expect(dry.status == 0 && dry.output.contains("dry run: nothing was written"))
    #expect(dry.output.contains("shot-10"))
    let named = try film.json("timeline", "shots", "-o", "film.otio", "--dry-run")
    #expect(named["written"]?.boolean == false && named["path"]?.string == "film.otio")
    #expect(named["shots"]?.array?.map { $0["content"]?.string } == ["clip", "gap", "clip"])
    #expect(try film.shell("find . | sort").output == names)
  }

  @Test("Only the kept takes, in a folder that is named")
  func onlyKept() throws {
    let film = try Production.threeShots()
    let made = try film.run(
      "timeline", "shots", "-o", "film.otio", "--only-kept", "--media", "cut 1/médiá")
    #expect(made.status == 0, "\(made.errors)")
    let video = try film.judge("film.otio").items("Video")
    #expect(video.map(\.media.count) == [1, 0, 1])
    #expect(video[0].active?["sha256"] != nil)
    #expect(video[0].active?["url"]?.string?.hasPrefix("cut%201/m%C3%A9di%C3%A1/shot-1-") == true)
    #expect(try film.shell("find 'cut 1' -type f -printf x").output == "xx")
    // A folder above the timeline.
    try film.perform("mkdir -p deep/er")
    #expect(
      try film.run("timeline", "shots", "-o", "deep/er/f.otio", "--media", "cut 1/médiá").status
        == 0)
    #expect(try film.judge("deep/er/f.otio").items("Video")[0].active?["sha256"] != nil)
  }

  @Test("Pictures are stills, sounds are heard, and varying rates are noted")
  func otherMedia() throws {
    let film = try Production()
    try film.record(
      "starter/mira-front.jpg", of: try film.exportShot("1.md", "@mira stands", duration: 4), "kept"
    )
    try film.record(
      "starter/mira-voice.wav", of: try film.exportShot("2.md", "@mira speaks"), "kept")
    try film.record(
      "clips/variable-rate.mp4", of: try film.exportShot("3.md", "@mira turns"), "kept")
    let plan = try film.json("timeline", "1.md", "2.md", "3.md", "-o", "film.otio", "--rate", "24")
    let shots = try #require(plan["shots"]?.array)
    #expect(shots.map { $0["content"]?.string } == ["still", "sound", "clip"])
    #expect(shots[0]["frameCount"]?.integer == 96)
    #expect(shots[2]["findings"]?.array?.first?["rule"]?.string == "timeline.other-rate")
    let reading = try film.judge("film.otio")
    #expect(reading.items("Video").map(\.schema) == ["Clip", "Gap", "Clip"])
    #expect(reading.items("Audio").map(\.schema) == ["Gap", "Clip", "Gap"])
    #expect(reading.items("Video")[0].available.isEmpty)
    #expect(try film.run("timeline", "1.md", "2.md", "3.md", "-o", "film.edl").status == 0)
    let list = String(decoding: try film.data("film.edl"), as: UTF8.self)
    #expect(list.contains(" AA    C "))
    #expect(try film.run("timeline", "1.md", "2.md", "3.md", "-o", "film.fcpxml").status == 0)
    let xml = String(decoding: try film.data("film.fcpxml"), as: UTF8.self)
    #expect(xml.contains("<video ref=") && xml.contains("FFVideoFormatRateUndefined"))
  }
}
