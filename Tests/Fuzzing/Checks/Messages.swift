import Model
import Transfers

/// What `castbook` and `castbook-transport` write to each other.
enum Messages {
  /// Messages are the same in whatever pieces they arrive, and are written as they were read. The
  /// first byte is the length of the pieces.
  static func transfer(_ bytes: [UInt8]) throws {
    guard let first = bytes.first else { return }
    let stream = Array(bytes.dropFirst())
    let whole = read(stream, pieces: stream.count)
    let parts = read(stream, pieces: Int(first) + 1)
    try must(whole.messages == parts.messages, "read otherwise in pieces")
    try must(whole.isWrong == parts.isWrong, "a mistake only in one of the ways")
    for message in whole.messages {
      let again = read(message.bytes, pieces: 1 << 20)
      try must(again.messages == [message] && !again.isWrong, "\(message) is read otherwise again")
    }
  }

  private static func read(
    _ bytes: [UInt8], pieces count: Int
  ) -> (messages: [TransferMessage], isWrong: Bool) {
    var reader = TransferMessage.Reader()
    var messages: [TransferMessage] = []
    do {
      for start in stride(from: 0, to: bytes.count, by: max(count, 1)) {
        reader.append(bytes[start..<min(start + max(count, 1), bytes.count)])
        while let message = try reader.next() { messages.append(message) }
      }
    } catch {
      return (messages, true)
    }
    return (messages, false)
  }
}
