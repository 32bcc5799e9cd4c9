import Decoding
import FixtureScenes
import Media
import Model
import Sheets

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

// castbook-measure-split: what Benchmarks/split/run asks.
//   find          paths on standard input: the views of each sheet, a JSON object a line
//   render DIR    the starter cast from twelve sides, cut out, as DIR/NAME-YAW.rgba

func fail(_ words: String) -> Never {
  print(words)
  exit(2)
}

func find() async throws {
  let inspector = Inspector(budget: MemoryBudget(total: 768 << 20))
  while let line = readLine() {
    guard let path = FilePath(line) else { fail("no path") }
    guard let picture = try await inspector.inspect(.path(path), depth: .picture).picture else {
      fail("\(line): is no picture")
    }
    let (found, time) = timed { PanelSearch.panels(in: picture, grid: .auto) }
    let (sheet, timeOfScore) = timed { PanelSearch.sheet(in: picture) }
    let boxes = found.panels.map { "[\($0.box.x),\($0.box.y),\($0.box.width),\($0.box.height)]" }
    print(
      "{\"path\":\"\(line)\",\"sureness\":\(found.confidence),\"isSure\":\(found.isSure),",
      "\"means\":\"\(found.cues.map(\.rawValue).joined(separator: "+"))\",",
      "\"microseconds\":\(time),\"isNamed\":\(sheet != nil),\"microsecondsOfScore\":\(timeOfScore),",
      "\"panels\":[\(boxes.joined(separator: ","))]}")
  }
}

/// Returns what was made, and in how many microseconds.
func timed<Value>(_ make: () -> Value) -> (Value, Int64) {
  let start = ContinuousClock().now
  let value = make()
  let parts = (ContinuousClock().now - start).components
  return (value, parts.seconds * 1_000_000 + parts.attoseconds / 1_000_000_000_000)
}

/// Writes width and height in the first line, then the pixels with their alpha.
func write(_ picture: Picture, _ name: String, _ folder: String) {
  guard let file = fopen("\(folder)/\(name).rgba", "wb") else { fail("\(folder): can't write") }
  fputs("\(picture.width) \(picture.height)\n", file)
  guard fwrite(picture.rgba, 1, picture.rgba.count, file) == picture.rgba.count, fclose(file) == 0
  else { fail("\(folder): can't write") }
}

func cutOut(_ subject: Subject, _ yaw: Int, _ distance: Float, _ width: Int, _ height: Int)
  -> Picture
{
  let view = View(
    yawDegrees: Float(yaw), pitchDegrees: subject == .mira ? 3 : 10, distance: distance)
  return renderCutOut(
    Shot(
      subject: subject, view: view, light: .studio, backdrop: .plain, width: width,
      height: height))
}

func render(_ folder: String) {
  for yaw in stride(from: 0, to: 360, by: 30) {
    let number = String(repeating: "0", count: 3 - String(yaw).count) + String(yaw)
    write(cutOut(.mira, yaw, 1.62, 480, 900), "mira-body-\(number)", folder)
    write(cutOut(.mira, yaw, 0.9, 480, 560), "mira-head-\(number)", folder)
    write(cutOut(.mug, yaw, 1, 520, 480), "mug-body-\(number)", folder)
  }
}

switch CommandLine.arguments.dropFirst().first {
case "find": try await find()
case "render" where CommandLine.arguments.count == 3: render(CommandLine.arguments[2])
default: fail("usage: castbook-measure-split find | render DIR")
}
