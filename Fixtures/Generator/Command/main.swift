internal import Glibc

// Writes everything in Fixtures/ from the tables in this folder.
do {
  let request = try Request(Array(CommandLine.arguments.dropFirst()))
  let report = try await request.carryOut()
  report.forEach { print($0) }
  exit(request.isCheck && !report.isEmpty ? 1 : 0)
} catch FixtureError.usage(let problem) {
  print("castbook-fixtures: \(problem)\n\(Request.usage)")
  exit(2)
} catch {
  print("castbook-fixtures: \(error)")
  exit(3)
}
