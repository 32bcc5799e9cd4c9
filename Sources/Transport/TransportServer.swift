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
    CoreDumps.disable()
    var input = ServerInput()
    var session: (any TransferSession)?
    while true {
      var isWoken = true
      if let session {
        let step = session.runOnce(wakeDescriptor: ServerInput.descriptor)
        isWoken = step.isWoken
        guard ServerInput.write(step.answers.flatMap(\.bytes)) else { return }
      }
      guard isWoken else { continue }
      guard let messages = try? input.messages() else { return }
      for message in messages {
        if case .keepKey(let request) = message {
          _ = ServerInput.write(answer(to: request).bytes)
          return
        }
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
        return (try StoreSession(connection), .answer(0, .success(StoreResponse(status: 200))))
      } catch {
        return (nil, .answer(0, .failure(error)))
      }
    case .openProviders(let access):
      do throws(TransferFailure) {
        return (
          try ProviderSession(access), .callAnswer(0, .success(ProviderResponse(status: 200)))
        )
      } catch {
        return (nil, .callAnswer(0, .failure(error)))
      }
    case .keepKey, .request, .answer, .call, .callAnswer, .waiting: return (nil, nil)
    }
  }

  private static func answer(to request: KeyRequest) -> TransferMessage {
    do throws(TransferFailure) {
      var response = ProviderResponse(status: 200)
      response.bytes = Array((try KeyKeeper.perform(request)?.rawValue ?? "").utf8)
      return .callAnswer(0, .success(response))
    } catch {
      return .callAnswer(0, .failure(error))
    }
  }
}
