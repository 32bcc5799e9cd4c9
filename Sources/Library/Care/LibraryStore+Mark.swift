internal import Files
package import Model

extension LibraryStore {
  /// Whether a folder is a library but for its mark, which is missing or says nothing.
  package static func lacksMark(at root: FilePath) -> Bool {
    guard FileSystem.status(Layout(root: root).log)?.isFolder == true else { return false }
    do {
      _ = try LibraryMark(of: root)
      return false
    } catch {
      switch error {
      case .none, .damagedMark: return true
      default: return false
      }
    }
  }

  /// Writes the mark of a library anew; what was there is put aside.
  package static func mendMark(
    at root: FilePath, surprises: Surprises = .ofThisMachine
  ) throws(LibraryError) {
    do {
      let layout = Layout(root: root)
      let mark = root.appending(LibraryMark.name)
      guard
        let id = ULID(at: Instant(milliseconds: surprises.now()), random: surprises.random(10))
      else { throw LibraryError.unwritable("this machine's clock is wrong") }
      let name = Hex.text(of: surprises.random(8))
      if FileSystem.status(mark) != nil {
        try FileSystem.makeOwnFolder(layout.damaged)
        try FileSystem.rename(
          mark, to: layout.damaged.appending(Array("castbook-\(name).json".utf8)))
      }
      let temporary = root.appending(".new-\(name)".utf8)
      try FileSystem.createOwn(temporary, LibraryMark(id: id).bytes, isDurable: true)
      try FileSystem.rename(temporary, to: mark)
      try FileSystem.syncFolder(root)
    } catch {
      throw LibraryError(error)
    }
  }
}
