internal import Library
internal import Model
internal import Transfers

/// When the marks of the store were read.
struct MarkReading {
  /// The time of the list by the store's clock, from which the deadline of a commit counts.
  let date: Instant
  /// The time by this machine's own clock, in seconds.
  let seconds: Int
}

extension TeamStore {
  /// Reads the marks that are new to this machine. No record may rely on the uploads that they
  /// name, which are deleted after a grace period.
  func readMarks() throws -> MarkReading {
    let seconds = environment.seconds()
    var new: [String] = []
    let date = try list(RemoteLayout.marksPrefix) { objects in
      for object in objects where try !state.hasMark(object.key) { new.append(object.key) }
    }
    try read(new, limit: RemoteLayout.maximumMarkBytes, skipsMissing: false) { key, bytes in
      guard let keys = RemoteLayout.keys(inMark: bytes) else {
        // A mark that can't be read may condemn any file.
        throw TeamStoreError.unanswered(TransferFailure(.badAnswer, "\(key) is damaged"))
      }
      let isUrgent = RemoteLayout.isErasureMark(key)
      try state.transaction { try state.recordMark(key, keys: keys, isUrgent: isUrgent) }
    }
    return MarkReading(date: date, seconds: seconds)
  }

  /// Condemns uploads, so no push relies on them from now on.
  func mark(_ keys: [String], areErased: Bool = false) throws {
    for start in stride(from: 0, to: keys.count, by: RemoteLayout.maximumMarkedKeys) {
      let part = Array(keys[start..<min(start + RemoteLayout.maximumMarkedKeys, keys.count)])
      let key = RemoteLayout.markKey(try newULID(), isErasure: areErased)
      try put(key, RemoteLayout.mark(part), type: "text/plain")
      try state.transaction { try state.recordMark(key, keys: part, isUrgent: areErased) }
    }
  }
}
