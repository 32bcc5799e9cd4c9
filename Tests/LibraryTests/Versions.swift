import Testing

@testable import Library

@Suite struct Versions {
  @Test("SQLite knows strict tables")
  func strict() { #expect(SQLiteVersion.text >= "3.37") }
}
