import Foundation
import Model
import Testing

@Suite("Versions of packages")
struct PackageVersions {
  /// Pairs of versions, the older first.
  private static let ascending = [
    ("1.2.4-0.2", "1.2.4-0.2+deb12u1"), ("1.6.39-2+deb12u3", "1.6.39-2+deb12u4"),
    ("1.6.39-2+deb12u9", "1.6.39-2+deb12u10"), ("3.0.19-1~deb12u2", "3.0.19-1"),
    ("7.88.1-10+deb12u4", "8.4.0-1"), ("9:1", "10:1"), ("2.0-1", "1:1.0-1"), ("1.0~rc1", "1.0"),
    ("1.0~~", "1.0~"), ("1.9", "1.10"), ("1.0", "1.0a"), ("1.0a", "1.0+"), ("1.0", "1.0.1"),
    ("1.2.11.dfsg-4.1", "1.2.13.dfsg-1"), ("5.2.1-2.5", "5.2.1-2.5+deb12u1"), ("a", "b"),
    ("1.1", "1.a"), ("", "1"), ("1-1-1", "1-1-2"), ("0.99", "00.100"),
  ]

  @Test("are older or newer as Debian's own program says", arguments: ascending)
  func order(older: String, newer: String) throws {
    #expect(PackageVersion(older) < PackageVersion(newer))
    #expect(!(PackageVersion(newer) < PackageVersion(older)))
    let program = "/usr/bin/dpkg"
    guard FileManager.default.isExecutableFile(atPath: program), !older.isEmpty else { return }
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = ["--compare-versions", older, "lt", newer]
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  @Test(
    "are equal however they are written",
    arguments: [("1.0", "0:1.0"), ("1.01", "1.1"), ("1.0", "1.0-0"), ("1", "1")])
  func equality(one: String, other: String) {
    #expect(PackageVersion(one) == PackageVersion(other))
    #expect(PackageVersion(one).hashValue == PackageVersion(other).hashValue)
  }

  @Test(
    "contain the version of the authors",
    arguments: [
      ("1:1.2.13.dfsg-1", "1.2.13.dfsg"), ("7:5.1.9-0+deb12u1", "5.1.9"), ("3.50", "3.50"),
      ("1-2-3", "1-2"), ("x:1", "x:1"),
    ])
  func upstream(text: String, upstream: String) {
    #expect(PackageVersion(text).upstream == upstream)
  }
}
