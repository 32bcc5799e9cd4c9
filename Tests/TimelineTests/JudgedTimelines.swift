import Model
import TestSupport
import Testing
import Timeline

/// OpenTimelineIO reads what we write, equal to the frame.
@Suite("Judged timelines", .timeLimit(.minutes(10)))
struct JudgedTimelines {
  static let rates = ["23.976", "24", "25", "29.97", "29.97df", "30", "59.94df", "60"]

  /// A cut as a file that OpenTimelineIO has read.
  private func read(
    _ cut: RoughCut, as format: TimelineFormat
  ) throws -> TimelineJudge.Reading {
    let scratch = try TemporaryFolder()
    let path = try scratch.write(try format.bytes(of: cut), to: "film.\(format.rawValue)")
    return try TimelineJudge.read(path, rate: cut.timecode.rate.framesPerSecond)
  }

  /// The positions and lengths of the items, as counted here.
  private func records(of cut: RoughCut) -> [[Double]] {
    cut.placedItems.map { placed in
      [Double(placed.position), cut.timecode.rate.framesPerSecond, Double(placed.item.frameCount)]
    }
  }

  @Test("The OTIO document: every range, file, other take and marker", arguments: rates)
  func otio(rate: String) throws {
    let cut = try RoughCut.sample(rate: rate)
    let reading = try read(cut, as: .otio)
    #expect(reading.value["name"]?.string == cut.name)
    #expect(reading.start == [Double(cut.start), cut.timecode.rate.framesPerSecond])
    #expect(reading.value["timecode"]?.string == cut.timecode.text(of: cut.start))
    #expect(reading.duration.first == Double(cut.frameCount))
    for kind in ["Video", "Audio"] {
      let items = reading.items(kind)
      #expect(items.map(\.record) == records(of: cut))
      #expect(items.map(\.source) == records(of: cut).map { [0] + $0.dropFirst() })
      #expect(items.map(\.name) == cut.items.map(\.name))
    }
    let video = reading.items("Video")
    #expect(video.map(\.schema) == ["Clip", "Gap", "Clip", "Clip"])
    #expect(reading.items("Audio").map(\.schema) == ["Clip", "Gap", "Gap", "Clip"])
    #expect(video[0].available == [0, 24, 121] && video[3].available == [0, 24, 300])
    #expect(video[2].available.isEmpty)
    #expect(
      video[0].media.map(\.key) == ["DEFAULT_MEDIA", "lobby-1-00c0ffee.mp4", "lobby-3-5eed5eed"])
    #expect(video[0].active?["url"]?.string == "film%20%231-media/lobby-2-41ab9f2c.mp4")
    #expect(video[0].media.last?.value["schema"]?.string == "MissingReference")
    let marker = try #require(video[0].markers.first)
    #expect(marker["name"]?.string == "@mira:3 @mug:1")
    #expect(marker["comment"]?.string == "kling.v3-omni · 0.84 USD · seed 77")
    #expect(video[0].value["metadata"]?["castbook"]?["cost"]?.string == "0.84")
    #expect(video.map(\.markers.count) == [1, 1, 1, 1])
  }

  @Test("The EDL: every event at its position, black where there is a gap", arguments: rates)
  func edl(rate: String) throws {
    let cut = try RoughCut.sample(rate: rate)
    let reading = try read(cut, as: .edl)
    let video = reading.items("Video")
    // Its tracks begin with the first event.
    #expect(video.map(\.record) == records(of: cut))
    #expect(video.map(\.source) == records(of: cut).map { [0] + $0.dropFirst() })
    #expect(video[1].active?["schema"]?.string == "GeneratorReference")
    #expect(
      video.map { $0.value["metadata"]?["cmx_3600"]?["reel"]?.string }
        == ["41AB9F2C", "BL", "ABCDEF01", "77777777"])
    #expect(video[0].name == "lobby")
    // Sound is on two tracks, and silent in between.
    let audio = reading.items("Audio")
    #expect(audio.map(\.schema) == ["Clip", "Gap", "Clip"])
    #expect(audio.last?.record == video.last?.record)
    // The adapter reads markers of lists whose timecode has colons only.
    if !cut.timecode.isDropFrame {
      #expect(video[0].markers.first?["name"]?.string?.hasPrefix("@mira:3 @mug:1 kling") == true)
    }
  }

  @Test("The FCPXML: every clip at its position", arguments: ["24", "25", "30", "50", "60"])
  func fcpxml(rate: String) throws {
    // The adapter for it knows no auditions, no pictures, no `media-rep` and no start, and takes
    // the rate of a clip for that of its position.
    var cut = try RoughCut.sample(rate: rate, start: "00:00:00:00")
    cut.items.remove(at: 2)
    for index in cut.items.indices {
      cut.items[index].clip?.alternatives = []
      cut.items[index].clip?.media.length?.rate = cut.timecode.rate
    }
    let video = try read(cut, as: .fcpxml).items("Video")
    #expect(video.map(\.record) == records(of: cut))
    #expect(video.map(\.source) == records(of: cut).map { [0] + $0.dropFirst() })
    #expect(video[0].markers.first?["name"]?.string == "@mira:3 @mug:1")
  }
}
