import Model

/// Lock files as merges, editors and strangers leave them.
enum LockFiles {
  /// Reads a board, which must come back from what is written.
  static func readBoard(_ bytes: [UInt8]) throws {
    let board: BoardFile
    do {
      board = try BoardFile(bytes: bytes)
    } catch {
      try must(!error.message.isEmpty && error.fix != nil, "an error without advice")
      return
    }
    try must(board.shots.allSatisfy(BoardFile.isPath), "a path outside of the project")
    try must(Set(board.shots).count == board.shots.count, "a shot twice")
    if board.bytes.count <= BoardFile.byteLimit {
      let again = try? BoardFile(bytes: board.bytes)
      try must(again == board, "what was written means something else")
    }
  }

  static func read(_ bytes: [UInt8]) throws {
    let lock: LockFile
    do {
      lock = try LockFile(bytes: bytes)
    } catch {
      try must(!"\(error)".isEmpty && error.fix?.isEmpty == false, "an error without words")
      let lines = bytes.count { $0 == 0x0A } + 1
      try must((1...lines).contains(error.line ?? 1), "line \(error.line ?? 0) of \(lines)")
      return
    }
    try must(Set(lock.pins.map(\.element)).count == lock.pins.count, "an element twice")
    try must(Set(lock.pins.map(\.handle)).count == lock.pins.count, "a handle twice")
    // Without a last line end a file may grow by one, and by the heading.
    if lock.bytes.count <= LockFile.byteLimit {
      try must((try? LockFile(bytes: lock.bytes)) == lock, "what was written means something else")
    }
  }
}
