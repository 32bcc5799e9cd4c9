internal import Foundation
package import Model

/// OpenTimelineIO with its adapters for edit decision lists and for Final Cut Pro XML, which read
/// the timelines that we write. `Scripts/install --timelines` installs them.
package enum TimelineJudge {
  /// What it reports about an item of a track.
  package struct Item: Sendable {
    package let value: JSONValue

    package var schema: String? { value["schema"]?.string }
    package var name: String? { value["name"]?.string }
    /// The position of its first frame and its length, in frames of the timeline.
    package var record: [Double] { Self.numbers(value["record"]) }
    /// The first frame and the length of what it shows.
    package var source: [Double] { Self.numbers(value["source"]) }
    /// The files that it can show, by their keys.
    package var media: [JSONValue.Member] { value["media"]?.members ?? [] }
    /// The file that it shows.
    package var active: JSONValue? {
      value["active"]?.string.flatMap { value["media"]?[$0] }
    }
    package var markers: [JSONValue] { value["markers"]?.array ?? [] }
    /// The first frame, the rate and the length of the file that it shows.
    package var available: [Double] { Self.numbers(active?["available"]) }

    /// Numbers of a list. A whole one is read as an integer.
    fileprivate static func numbers(_ list: JSONValue?) -> [Double] {
      (list?.array ?? []).compactMap { Double($0.compactText) }
    }
  }

  /// What it reports about a timeline.
  package struct Reading: Sendable {
    package let value: JSONValue

    /// The items of the first track of a kind.
    package func items(_ kind: String) -> [Item] {
      let track = value["tracks"]?.array?.first { $0["kind"]?.string == kind }
      return (track?["items"]?.array ?? []).map(Item.init)
    }

    /// The number of the first frame and its rate.
    package var start: [Double] { Item.numbers(value["start"]) }
    /// The number of frames and their rate.
    package var duration: [Double] { Item.numbers(value["duration"]) }
  }

  /// A timeline that it can't read.
  package struct Refusal: Error, CustomStringConvertible {
    package let description: String
  }

  /// Reads a timeline; `rate` is that of an edit decision list.
  package static func read(_ path: FilePath, rate: Double = 24) throws -> Reading {
    let result = try Program.run(
      Program.python, ["timeline_judge.py", path.text, "\(rate)"],
      in: Fixtures.repository.appending(path: "Tests/Support"),
      environment: Program.environment(
        with: [
          "PYTHONDONTWRITEBYTECODE": "1",
          "PYTHONPATH": Fixtures.repository.appending(path: ".build/timelines").path(),
        ]))
    guard result.status == 0 else { throw Refusal(description: result.errors) }
    return Reading(value: try JSONParser.parse(result.outputBytes))
  }
}
