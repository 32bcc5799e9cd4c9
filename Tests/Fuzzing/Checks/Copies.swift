import Castbook
import Checking
import Decoding
import Model
import Targets

@testable import DeliveryVerbs
@testable import FileVerbs
@testable import LibraryVerbs
@testable import Media
@testable import Preparing

/// Copies made of files, and records of how they were made.
enum Copies {
  private static let memory = 64 << 20
  private static let inspector = Inspector(budget: MemoryBudget(total: memory))
  /// Larger pictures would only make fuzzing slow.
  private static let pixelLimit = 1 << 17

  private static let planner: Planner? = {
    guard let catalogue = try? TargetCatalogue(),
      let target = try? CheckTarget(catalogue.find("kling"), slot: nil, in: catalogue)
    else { return nil }
    var options = PreparationOptions()
    options.allowsEnlarging = true
    return Planner([target], options)
  }()

  /// Prepares any file: the copy passes, or there is a reason for its absence.
  static func prepare(_ bytes: [UInt8]) throws {
    guard let planner, let path = FilePath("a.jpg") else { throw Breach("no planner") }
    let source = Inspector.Source.bytes(bytes, name: path, memory: memory)
    let found = try HereExecutor.run { try await inspector.inspect(source, depth: .appearance) }
    guard let found else { throw Breach("it waits for something") }
    guard (found.facts.image?.codedSize.pixelCount ?? 0) <= pixelLimit else { return }
    switch planner.decision(for: found, nil) {
    case .asItIs:
      try must(found.facts.isProven, "ready, and not proven")
    case .notPicture: return
    case .refuse(let findings): try must(!findings.isEmpty, "refused without a reason")
    case .make(let plan):
      let maker = PictureMaker(plan, by: planner, bytes, found)
      let made = try HereExecutor.run {
        await maker.make(within: memory) { sink in
          await inspector.pixels(of: bytes, found.facts, memory: memory, into: sink)
        }
      }
      guard let made else { throw Breach("it waits for something") }
      if case .success(let picture) = made { try look(at: picture, planner) }
    }
  }

  private static func look(at made: PreparedPicture, _ planner: Planner) throws {
    guard let path = FilePath(made.format == .png ? "a.png" : "a.jpg") else { return }
    let source = Inspector.Source.bytes(made.bytes, name: path, memory: memory)
    guard let copy = try HereExecutor.run({ try await inspector.inspect(source, depth: .facts) })
    else {
      throw Breach("it waits for something")
    }
    try must(copy.facts.isProven, "a copy with \(copy.facts.problems)")
    try must(
      copy.facts.image?.size == made.size, "a copy of \(copy.facts.image?.size ?? made.size)")
    let checked = CheckedFile(copy.facts, planner.targets, isNamed: true)
    try must(checked.status == .pass, "a copy with \(checked.allFindings.map(\.message))")
    for step in made.steps {
      try must(PreparationStep(json: step.json) == step, "\(step) is not read again")
    }
  }

  /// Reads a step of a record, from any author.
  static func step(_ bytes: [UInt8]) throws {
    guard let json = try? JSONParser.parse(bytes) else { return }
    _ = PreparationStep.words(json.array ?? [json])
    guard let step = PreparationStep(json: json) else { return }
    try must(PreparationStep(json: step.json) == step, "\(step) is not read again")
  }
}
