package import Foundation
package import Model

/// Writes workflows into files with the libraries that ComfyUI writes them with, PyAV and Pillow.
/// `Scripts/install --comfyui` installs them.
package enum ComfyUIWriter {
  /// A file that it can't write.
  package struct Refusal: Error, CustomStringConvertible {
    package let description: String
  }

  /// Writes a graph into a copy of a clip or a picture. The format is that of the destination.
  package static func write(_ graph: JSONValue, into source: URL, as destination: URL) throws {
    let text = destination.appendingPathExtension("json")
    try Data(graph.compactBytes).write(to: text)
    defer { try? FileManager.default.removeItem(at: text) }
    let result = try Program.run(
      Program.python, ["comfyui_writer.py", text.path(), source.path(), destination.path()],
      in: Fixtures.repository.appending(path: "Tests/Support"),
      environment: Program.environment(
        with: [
          "PYTHONDONTWRITEBYTECODE": "1",
          "PYTHONPATH": Fixtures.repository.appending(path: ".build/comfyui").path(),
        ]))
    guard result.status == 0 else { throw Refusal(description: result.errors) }
  }
}
