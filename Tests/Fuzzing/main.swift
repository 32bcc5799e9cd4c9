import Foundation
import Media
import Model
import Targets

// castbook-fuzz FIXTURES SECONDS [SEED]
//
// Feeds the readers with fixtures that were changed at random, for a while. Any input must come to
// facts: a crash is a bug, and the input that caused it is kept in the file named at the start.
// Scripts/fuzz builds this with the address sanitizer.

guard CommandLine.arguments.count >= 3, let seconds = Double(CommandLine.arguments[2]) else {
  print("usage: castbook-fuzz FIXTURES SECONDS [SEED]")
  exit(2)
}
let fixtures = URL(filePath: CommandLine.arguments[1])
let seed = CommandLine.arguments.count > 3 ? UInt64(CommandLine.arguments[3]) ?? 1 : 1
let kept = FileManager.default.temporaryDirectory.appending(path: "castbook-fuzz-\(seed).input")
print("seed \(seed), the last input is kept in \(kept.path())")

let corpus = Corpus(fixtures)
var mutation = Mutation(seed: seed, corpus: corpus.seeds)
let inspector = Inspector(budget: MemoryBudget(total: 384 << 20))
let end = Date(timeIntervalSinceNow: seconds)
var inputs = 0
var slowest = (seconds: 0.0, name: "")
while Date() < end {
  let (name, bytes) = mutation.next()
  try Data(bytes).write(to: kept)
  let start = Date()
  if name.hasSuffix(".json") {
    _ = try? ProfileLoader.load(bytes, file: name)
  } else if let path = FilePath(kept.path()) {
    let facts = await inspector.inspect(path)
    precondition(facts.byteCount == bytes.count, "every byte is counted")
    precondition(!facts.isProven || facts.image != nil, "what is proven is a picture")
  }
  let took = Date().timeIntervalSince(start)
  if took > slowest.seconds { slowest = (took, name) }
  // A file of some kilobytes that takes this long is a bomb that was let through.
  precondition(took < 20, "\(name), changed, took \(took) s")
  inputs += 1
}
try? FileManager.default.removeItem(at: kept)
print(
  "\(inputs) inputs, none crashed; the slowest took \(Int(slowest.seconds * 1000)) ms (\(slowest.name))"
)
