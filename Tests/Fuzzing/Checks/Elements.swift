import Castbook
import Model

@testable import DeliveryVerbs
@testable import FileVerbs
@testable import Library
@testable import LibraryVerbs

/// What people write about elements and their locations.
enum Elements {
  private static let folder = FilePath("cast/mira")

  /// Reads an `element.json`, every key of it.
  static func elementNote(_ bytes: [UInt8]) throws {
    guard let folder, let path = FilePath("cast/mira/element.json") else { return }
    do {
      let note = try ElementNote(bytes, path)
      if let handle = try note.handle {
        try must((try? Handle(handle.name)) == handle, "\(handle) is no handle")
      }
      if let document = try note.rights(in: folder).document {
        try must(document.folder == folder, "\(document) lies elsewhere")
      }
      for key in ["voice", "lookOf"] {
        if let reference = try note.reference(key) { try look(at: reference) }
      }
      _ = (try note.kind, try note.texts, try note.roles, try note.order, note.isEmpty)
    } catch let error as ElementLibraryError {
      try must(!error.description.isEmpty && error.fix != nil, "an error without words")
    }
  }

  static func handleReference(_ bytes: [UInt8]) throws {
    do {
      try look(at: try HandleReference(String(decoding: bytes, as: UTF8.self)))
    } catch let error as HandleReferenceError {
      try Words.look(at: error.message)
      try Words.look(at: error.fix ?? "")
    }
  }

  private static func look(at reference: HandleReference) throws {
    try must(
      (try? HandleReference(reference.description)) == reference,
      "\(reference) means something else once written")
    try must(sanitized(reference.name) == reference.name, "its name moves the cursor")
  }

  static func libraryMark(_ bytes: [UInt8]) throws {
    guard let folder else { return }
    let mark: LibraryManifest
    do {
      mark = try LibraryManifest(bytes: bytes, folder)
    } catch {
      return try must(!"\(error)".isEmpty, "an error without words")
    }
    try must(
      try LibraryManifest(bytes: mark.bytes, folder).id == mark.id,
      "it is read otherwise once written")
  }
}
