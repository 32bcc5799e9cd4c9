internal import Model
internal import Transfers

/// What `castbook-transport` does: it reads requests from castbook, sends them to a store, and writes the answers.
package enum StoreServer {
  /// Serves castbook until it closes the socket or ends.
  package static func run() {
    var input = ServerInput()
    var session: StoreSession?
    while true {
      var isWoken = true
      if let session {
        let step = session.step(ServerInput.descriptor)
        isWoken = step.isWoken
        let answers = step.answers.flatMap { TransferMessage.answer($0.0, $0.1).bytes }
        guard ServerInput.write(answers) else { return }
      }
      guard isWoken else { continue }
      guard let messages = try? input.messages() else { return }
      for message in messages {
        switch message {
        case .open(let connection):
          do throws(StoreFailure) {
            session = try StoreSession(connection)
            let answer = TransferMessage.answer(0, .success(StoreAnswer(status: 200)))
            guard ServerInput.write(answer.bytes) else { return }
          } catch {
            _ = ServerInput.write(TransferMessage.answer(0, .failure(error)).bytes)
            return
          }
        case .request(let number, let request): session?.add(number, request)
        case .answer: return
        }
      }
    }
  }
}
