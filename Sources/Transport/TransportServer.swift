internal import Files
internal import Linkage
internal import Model
internal import Transfers

/// The main loop of `castbook-transport`: it reads requests from castbook, sends them, and writes
/// the answers.
package enum TransportServer {
  /// Serves castbook until it closes the socket or ends, or prints the report that the arguments
  /// ask for.
  package static func run() {
    if ProgramReport.isRequested {
      ProgramReport(libraries: LoadedLibrary.all(loading: ["libcurl.so.4", "libcurl-gnutls.so.4"]))
        .printAndExit()
    }
    // This process knows the user's keys.
    MemoryDump.forbid()
    var input = ServerInput()
    var session: (any TransferSession)?
    while true {
      var isWoken = true
      if let session {
        let step = session.step(ServerInput.descriptor)
        isWoken = step.isWoken
        guard ServerInput.write(step.answers.flatMap(\.bytes)) else { return }
      }
      guard isWoken else { continue }
      guard let messages = try? input.messages() else { return }
      for message in messages {
        if let session {
          guard session.add(message) else { return }
          continue
        }
        let (opened, answer) = open(message)
        guard let answer, ServerInput.write(answer.bytes), let opened else { return }
        session = opened
      }
    }
  }

  /// Opens the session that the first message asks for, and answers it.
  private static func open(
    _ message: TransferMessage
  ) -> (session: (any TransferSession)?, answer: TransferMessage?) {
    switch message {
    case .open(let connection):
      do throws(TransferFailure) {
        return (try StoreSession(connection), .answer(0, .success(StoreAnswer(status: 200))))
      } catch {
        return (nil, .answer(0, .failure(error)))
      }
    case .openProviders(let access):
      do throws(TransferFailure) {
        return (
          try ProviderSession(access), .callAnswer(0, .success(ProviderAnswer(status: 200)))
        )
      } catch {
        return (nil, .callAnswer(0, .failure(error)))
      }
    case .request, .answer, .call, .callAnswer, .waiting: return (nil, nil)
    }
  }
}

/// Castbook's requests to one kind of server, processed concurrently.
protocol TransferSession: AnyObject {
  /// Adds a request. Returns `false` for a message that this session doesn't expect.
  func add(_ message: TransferMessage) -> Bool

  /// Works on the requests until one has an answer, a message arrives, or some time has passed.
  ///
  /// - Parameter wakening: The descriptor on which messages arrive.
  func step(_ wakening: Int32) -> (answers: [TransferMessage], isWoken: Bool)
}
