package import Checking
package import Model
import Targets

/// Targets as a check requests them.
package enum SampleTarget {
  package static func builtIn(_ name: String, slot: Slot? = nil) throws -> CheckTarget {
    let catalogue = try TargetCatalogue()
    return try CheckTarget(catalogue.find(name), slot: slot, in: catalogue)
  }

  /// A user-defined target with its slots and other keys given as JSON.
  package static func own(
    slots: String = "{}", status: String = "live", more: String = "", slot: Slot? = nil
  ) throws -> CheckTarget {
    let text = """
      {
        "castbook": "target/1", "id": "my.target", "provider": "Me", "model": "Mine",
        "asOf": "2026-08-02", "status": "\(status)", "faces": "unknown", \(more)
        "sources": { "page": { "ref": "https://example.com", "kind": "first_party_page" } },
        "slots": \(slots)
      }
      """
    let catalogue = try TargetCatalogue(user: [(name: "my.json", bytes: Array(text.utf8))])
    return try CheckTarget(catalogue.find("my.target"), slot: slot, in: catalogue)
  }
}

extension CheckTarget {
  /// The findings for a file at this target.
  package func findings(for file: FileFacts) -> [Finding] {
    outcomes(for: file).compactMap(\.finding)
  }

  /// The rules that a file breaks, each with its severity: `image.too-small error`.
  package func broken(by file: FileFacts) -> [String] {
    findings(for: file).map { "\($0.rule) \($0.severity)" }
  }
}
