package import Foundation
package import Model

/// The programs whose libraries and files Castbook imports. They write the samples themselves.
/// `Scripts/install --foreign` installs them.
package enum ForeignPrograms {
  /// A sample that a program refuses to write.
  package struct Refusal: Error, CustomStringConvertible {
    package let description: String
  }

  /// What a program writes.
  package enum Sample: String {
    /// A vault of PixlStash, with its own database class, migrations and models.
    case pixlstash
    /// A `.char` file, with Omnichar's package.
    case omnichar
    /// A character card in a PNG, with tavern-card.
    case card
  }

  /// Writes a sample by a plan, which `foreign_libraries.py` describes.
  package static func write(_ sample: Sample, to url: URL, _ plan: JSONValue) throws {
    let place = Fixtures.repository.appending(path: ".build/foreign").path()
    let result = try Program.run(
      Program.python,
      ["foreign_libraries.py", sample.rawValue, url.path(percentEncoded: false), "-"],
      in: Fixtures.repository.appending(path: "Tests/Support"), input: Data(plan.compactText.utf8),
      environment: Program.environment(
        with: ["PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": "\(place):\(place)/programs"]))
    guard result.status == 0 else { throw Refusal(description: result.errors) }
  }

  /// Writes tags into a picture, or into a new sidecar, with ExifTool.
  package static func tag(_ url: URL, _ tags: [String]) throws {
    let result = try Program.run(
      "exiftool",
      ["-q", "-overwrite_original", "-charset", "filename=utf8"] + tags
        + [url.path(percentEncoded: false)])
    guard result.status == 0 else { throw Refusal(description: result.errors) }
  }
}
