import Testing

/// Starts the tests. SwiftPM writes such a file by itself only with an index of all sources, whose
/// making costs a tenth of the time of a build.
@main
enum TestEntryPoint {
  static func main() async {
    // `swift test` also starts the program for XCTest, which has no tests here.
    guard CommandLine.arguments.contains("--testing-library") else { return }
    await Testing.__swiftPMEntryPoint() as Never
  }
}
