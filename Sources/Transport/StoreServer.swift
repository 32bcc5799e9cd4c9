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
        for (number, result) in step.answers {
          guard ServerInput.write(.answer(number, result)) else { return }
        }
      }
      guard isWoken else { continue }
      guard let messages = try? input.messages() else { return }
      for message in messages {
        switch message {
        case .open(let connection):
          do throws(StoreFailure) {
            session = try StoreSession(connection)
            guard ServerInput.write(.answer(0, .success(StoreAnswer(status: 200)))) else { return }
          } catch {
            _ = ServerInput.write(.answer(0, .failure(error)))
            return
          }
        case .request(let number, let request): session?.add(number, request)
        case .answer: return
        }
      }
    }
  }
}
