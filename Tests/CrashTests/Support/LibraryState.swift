import Foundation
import Media
import Model
import TestSupport
import Testing

@testable import Library

/// The contents of a library, without the parts that differ from run to run: moments and
/// identities.
struct LibraryState: Hashable, CustomStringConvertible {
  let description: String

  /// Opens the library, reads all of it, and fails the test if anything is wrong with it. Leftovers
  /// of interrupted commands are not a fault.
  init(of folder: URL, _ what: String) throws {
    let root = try #require(FilePath(folder.path()))
    let store = try LibraryStore(at: root)
    var lines: [String] = []
    try store.contents { contents in
      for retired in [false, true] {
        var filter = Contents.Filter()
        filter.isRetired = retired
        for entry in try contents.list(filter, limit: 1000) {
          let revision = try #require(try contents.revision(entry.revision)).revision
          lines.append("\(entry.handle) \(entry.sequence) \(revision.name) \(revision.tags)")
          lines.append("  \(revision.retired) \(revision.notes) \(revision.aliases)")
          for reference in revision.references {
            lines.append("  \(reference.role) \(reference.file) \(reference.blob.hex.prefix(8))")
          }
          lines.append("  \(try contents.history(of: entry.element).count) revisions")
          let found = try contents.search(entry.handle.name, limit: 9).contains(entry)
          // Removed elements are in no search result.
          #expect(found == !entry.isRetired, "\(what)")
        }
      }
    }
    var examination = try store.examination()
    for unit in examination.units { examination.add(store.report(on: unit)) }
    for fault in try store.conclude(examination).faults {
      switch fault.fault {
      case .leftover, .unused: continue
      default: Issue.record("\(what): \(fault.fault)")
      }
    }
    description = lines.sorted().joined(separator: "\n")
  }

  /// The state of a library whose index is deleted first.
  static func withoutIndex(_ folder: URL, _ what: String) throws -> LibraryState {
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path())
    where name.hasPrefix("catalog.") {
      try FileManager.default.removeItem(at: folder.appending(path: name))
    }
    return try LibraryState(of: folder, what)
  }
}
