import Library
import Media
import Model

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

// castbook-measure-similar: measures the look-up of similar pictures, and what taking hashes costs.
//   make FILE COUNT     a hash file with COUNT random hashes
//   scan FILE           searches in an open file, two hashes at once: milliseconds
//   once FILE           a single search, in a separate process that is timed from outside
//   confirm LIST        compares all pairs of pictures in a list: the number alike, and the time
//   inspect plain|hash LIST   inspects the pictures of a list, with one task per processor

/// Random numbers that are equal in every run.
struct Numbers: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ state >> 33
  }
}

func fail(_ words: String) -> Never {
  print(words)
  exit(2)
}

func file(_ path: String) throws -> HashFile {
  guard let path = FilePath(path), let file = try HashFile.open(at: path, generation: 1) else {
    fail("no hash file")
  }
  return file
}

func milliseconds(_ duration: Duration) -> Double {
  let parts = duration.components
  return Double(parts.seconds) * 1e3 + Double(parts.attoseconds) / 1e15
}

func rounded(_ number: Double) -> Double { (number * 1000).rounded() / 1000 }

func scan(_ name: String) throws {
  let file = try file(name)
  var numbers = Numbers(state: 5)
  let queries = [numbers.next(), numbers.next()]
  for radius in [10, 14] {
    var hits = 0
    var times = (0..<200).map { _ in
      let clock = ContinuousClock()
      return milliseconds(
        clock.measure {
          guard let found = file.search(queries, radius: radius, limit: 50) else { fail("cut") }
          hits = found.count
        })
    }
    times.sort()
    print(
      "\(file.count) hashes, \(radius) bits, two at once: least \(rounded(times[0])) ms,",
      "median \(rounded(times[100])) ms, greatest \(rounded(times[199])) ms; \(hits) hits")
  }
}

func inspect(_ list: [FilePath], hashing: Bool) async throws {
  let inspector = Inspector(budget: MemoryBudget(total: 768 << 20))
  let processors = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
  let start = ContinuousClock().now
  let hashed = try await withThrowingTaskGroup(of: Bool.self) { group in
    var next = list.makeIterator()
    var hashed = 0
    func add() {
      guard let path = next.next() else { return }
      group.addTask {
        try await inspector.inspect(.path(path, isRegular: true), depth: hashing ? .luma : .facts)
          .facts.perceptual != nil
      }
    }
    for _ in 0..<processors { add() }
    for try await isHashed in group {
      hashed += isHashed ? 1 : 0
      add()
    }
    return hashed
  }
  let wall = milliseconds(ContinuousClock().now - start)
  var used = rusage()
  #if canImport(Glibc)
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &used)
  #else
    getrusage(RUSAGE_SELF, &used)
  #endif
  let seconds = Double(used.ru_utime.tv_sec + used.ru_stime.tv_sec)
  let parts = Double(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6
  print(
    "\(hashing ? "hash" : "plain") \(list.count) files, \(hashed) hashes:",
    "processor \(rounded(seconds + parts)) s, wall \(rounded(wall / 1000)) s")
}

func paths(in list: String) -> [FilePath] {
  var paths: [FilePath] = []
  guard let names = fopen(list, "r") else { fail("no list") }
  var line = [CChar](repeating: 0, count: 4096)
  while fgets(&line, Int32(line.count), names) != nil {
    let bytes = line.prefix { $0 != 0 && $0 != 10 }.map(UInt8.init(bitPattern:))
    if let path = FilePath(bytes: bytes) { paths.append(path) }
  }
  fclose(names)
  return paths
}

func confirm(_ list: [FilePath]) async throws {
  let inspector = Inspector(budget: MemoryBudget(total: 768 << 20))
  var seen: [(path: FilePath, appearance: Appearance)] = []
  for path in list {
    let luma = try await inspector.inspect(.path(path), depth: .luma).luma
    if let appearance = luma.flatMap({ Appearance(digest: nil, luma: $0) }) {
      seen.append((path, appearance))
    }
  }
  var (pairs, close, alike) = (0, 0, 0)
  let wall = ContinuousClock().measure {
    for (index, one) in seen.enumerated() {
      for other in seen[(index + 1)...] {
        pairs += 1
        let distance = min(
          one.appearance.hash.distance(to: other.appearance.hash),
          one.appearance.hash.distance(toMirrorOf: other.appearance.hash))
        guard distance <= Likeness.maximumDistance else { continue }
        close += 1
        guard let likeness = one.appearance.likeness(to: other.appearance) else { continue }
        alike += 1
        print(likeness, distance, one.path.name.text, other.path.name.text)
      }
    }
  }
  print(
    "\(pairs) pairs, \(close) within \(Likeness.maximumDistance) bits, \(alike) confirmed:",
    "\(rounded(milliseconds(wall) / Double(max(1, close)))) ms for each within them")
}

let arguments = CommandLine.arguments.dropFirst()
switch (arguments.first, arguments.count) {
case ("make", 3):
  guard let path = FilePath(arguments[2]), let count = Int(arguments[3]) else { fail("a count") }
  var numbers = Numbers(state: 1)
  let rows = (0..<count).lazy.map { HashFile.Entry(row: Int64($0), value: numbers.next()) }
  try HashFile.rebuild(at: path, generation: 1, rows)
case ("scan", 2): try scan(arguments[2])
case ("once", 2):
  let hits = try file(arguments[2]).search([0x0123_4567_89AB_CDEF, 0xFEDC], radius: 14, limit: 50)
  print("\(hits?.count ?? -1) hits")
case ("confirm", 2): try await confirm(paths(in: arguments[2]))
case ("inspect", 3):
  try await inspect(paths(in: arguments[3]), hashing: arguments[2] == "hash")
default:
  fail("usage: make FILE COUNT | scan FILE | once FILE | confirm LIST | inspect plain|hash LIST")
}
