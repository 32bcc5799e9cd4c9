import Files
import Library
import Model
import TeamStore
import Transfers

// Pushes a library of random files into a team's store, and fetches all of them into another
// library. Prints the seconds of both. Arguments: the folder to work in, castbook-transport, the
// endpoint, the prefix, the number of files and their length.

let arguments = CommandLine.arguments
guard arguments.count == 7, let folder = FilePath(arguments[1]),
  let program = FilePath(arguments[2]),
  let origin = HTTPOrigin(arguments[3]),
  let location = StoreLocation("s3://team/\(arguments[4])", endpoint: origin, region: "us-east-1"),
  let count = Int(arguments[5]), let size = Int(arguments[6]),
  let identity = ULID("01KAH6Q8W0CASTB00KMEASVRE0")
else { fatalError("run Benchmarks/team/run") }

/// A machine with a library of its own.
func team(_ name: String) throws -> (LibraryStore, TeamStore<TransportProcess>) {
  let root = folder.appending(name.utf8)
  try LibraryStore.create(at: root, as: identity)
  let library = try LibraryStore(at: root)
  var connection = StoreConnection(location)
  connection.statesMD5 = false
  let transport = try TransportProcess(program, connection) { false }
  let random = SystemEnvironment.ofThisMachine.random
  let environment = TeamEnvironment(
    machine: MachineInfo(owner: "", host: name, fingerprint: SHA256.digest(of: Array(name.utf8))),
    keeper: nil, secret: { SHA256.digest(of: Array(name.utf8)).bytes },
    seconds: { MonotonicClock.milliseconds / 1000 }, random: { random($0) })
  let state = try RemoteState(of: root, place: "measured")
  return (library, TeamStore(transport, of: library, state: state, environment: environment))
}

func seconds(_ body: () throws -> Void) rethrows -> Double {
  let start = MonotonicClock.milliseconds
  try body()
  return Double(MonotonicClock.milliseconds - start) / 1000
}

let (library, first) = try team("first")
var blobs: [Digest] = []
let staged = try (0..<count).map { _ in
  let bytes = IncompressibleBytes.make(size)
  let digest = SHA256.digest(of: bytes)
  blobs.append(digest)
  return try library.stage(bytes, digest)
}
try library.change(with: staged) { change in
  for start in stride(from: 0, to: count, by: 500) {
    var revision = ElementRevision(
      element: try change.newIdentity(), at: try change.moment(), kind: .product,
      handle: try Handle("p\(start)"), name: "Files")
    revision.sequence = 1
    revision.references = blobs[start..<min(start + 500, count)].enumerated().map { number, blob in
      Reference(blob: blob, role: .unsorted, file: "\(number).jpg")
    }
    change.add(.revision(revision))
  }
}
try first.claim()
let push = try seconds { _ = try first.push() }
let (_, second) = try team("second")
_ = try second.pull()
var fetched = 0
let fetch = try seconds { fetched = try second.fetch(blobs).fetched.count }
guard fetched == count else { fatalError("\(fetched) of \(count) files") }
print(push, fetch)
