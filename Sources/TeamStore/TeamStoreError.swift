package import Model
package import Transfers

/// Why a team's store could not be used.
package enum TeamStoreError: CastbookError, Hashable {
  /// There was no answer.
  case unanswered(TransferFailure)
  /// The store refused a request.
  case refused(status: Int, code: String, message: String, doing: Action)
  /// The prefix contains no team library.
  case noLibrary
  /// The prefix belongs to another library.
  case otherLibrary(found: ULID, expected: ULID)
  /// The store's format is newer than this version supports.
  case newerFormat(Int)
  /// The object that identifies the library, `castbook.json`, is damaged.
  case damagedManifest
  /// The store is sealed, but no key is configured.
  case sealed
  /// The store isn't sealed, but a key is configured.
  case notSealed
  /// The store is sealed with another team's key.
  case wrongKey
  /// The store doesn't state its time, which the protocol needs.
  case noDate
  /// An object of the store can't be read, so nothing may be deleted.
  case unreadable(String, String)
  /// The store is sealed, so addresses of its objects would be useless.
  case sealedAddresses
  /// An erasure can't be finished here while another program reads the library.
  case erasureUnfinished
  /// The user must decide on erasures by teammates before a clean-up.
  case undecidedErasures(Int)
  case noMemory

  /// What the store was asked to do.
  package enum Action: String, Hashable, Sendable {
    case read = "read from"
    case list = "list"
    case write = "write to"
    case delete = "delete from"
  }
}

extension TeamStoreError {
  /// Creates the error of a request that the store refused.
  init(_ answer: StoreResponse, _ action: Action) {
    self = .refused(
      status: answer.status, code: answer.code, message: answer.message, doing: action)
  }

  /// Whether the store refused to write because the keys don't allow it.
  package var isWriteDenied: Bool {
    if case .refused(401...403, _, _, .write) = self { true } else { false }
  }

  package var blame: Blame { .failure }

  package var rule: String {
    switch self {
    case .unanswered(let failure):
      switch failure.reason {
      case .noProgram, .noLibrary: "remote.no-program"
      case .noKey, .keyRefused, .badKeyFile: "remote.no-keys"
      case .noConnection, .timedOut, .connectionLost, .privateAddress, .redirected, .invalidRequest:
        "remote.unreachable"
      case .notTrusted: "remote.not-trusted"
      case .tooLong, .badAnswer: "remote.bad-answer"
      case .fileFailed, .digestMismatch: "output.failed"
      }
    case .refused: "remote.refused"
    case .noLibrary: "remote.none"
    case .otherLibrary: "remote.other-library"
    case .newerFormat: "remote.newer"
    case .damagedManifest, .noDate: "remote.bad-answer"
    case .unreadable: "remote.damaged"
    case .sealed, .notSealed, .wrongKey, .sealedAddresses: "remote.sealed"
    case .erasureUnfinished: "library.busy"
    case .undecidedErasures: "remote.erasures-wait"
    case .noMemory: "library.failed"
    }
  }

  package var message: String {
    switch self {
    case .unanswered(let failure): failure.storeMessage
    case .refused(let status, let code, let message, let action):
      "the store refused to \(action.rawValue): "
        + (code.isEmpty ? "status \(status)" : code)
        + (message.isEmpty ? "" : " (\(message))")
    case .noLibrary: "the store has no library at this address"
    case .otherLibrary(let its, let ours):
      "the store contains another library (\(its)) than this one (\(ours))"
    case .newerFormat(let format):
      "the store has format \(format), from a newer Castbook"
    case .damagedManifest: "castbook.json in the store is damaged"
    case .noDate: "the store doesn't state its time"
    case .sealed: "the store is sealed, and no key of the team is named"
    case .notSealed: "the store is not sealed"
    case .wrongKey: "the store is sealed with another key than the one that is named"
    case .unreadable(let key, let words): "\(key) in the store can't be used: \(words)"
    case .sealedAddresses: "the team's store is sealed, so providers can't read files from it"
    case .erasureUnfinished:
      "an erasure that arrived can't be finished while another program reads the library"
    case .undecidedErasures(let count):
      "\(Quantity.count(count, "erasure")) by teammates \(count == 1 ? "waits" : "wait") for your decision"
    case .noMemory: "there is not enough memory"
    }
  }

  package var fix: String? {
    switch self {
    case .unanswered(let failure): failure.storeFix
    case .refused(let status, let code, _, let action):
      switch code {
      case "NoSuchBucket":
        "create the bucket, or correct its name: castbook remote remove, then remote add"
      case "RequestTimeTooSkewed": "set this machine's clock"
      case "InvalidAccessKeyId", "SignatureDoesNotMatch":
        "check the keys: castbook remote shows which are used"
      default:
        status == 403
          ? "ask the store's keeper for keys that may \(action == .delete ? "delete" : action == .write ? "write" : "read and list")"
          : "run the command again; if it happens again, ask the store's keeper"
      }
    case .noLibrary: "check the address, or begin one there: castbook remote add"
    case .otherLibrary:
      "use another prefix, or the library that belongs to it: castbook remote add with --library and a new folder"
    case .newerFormat: "install the latest Castbook"
    case .damagedManifest:
      "ask the store's keeper; castbook.json there must be as docs/remote-format.md says"
    case .noDate: "use another store, or a proxy that passes on the header Date"
    case .sealed, .wrongKey:
      "ask the team for its key, then: castbook remote add … --sealed --key-file FILE"
    case .notSealed: "leave out --sealed, or begin a sealed one with another prefix"
    case .unreadable:
      "restore it from a backup of the store, or ask members to run castbook push --full, then delete it"
    case .sealedAddresses: "upload the files of the bundle, or use a store that isn't sealed"
    case .erasureUnfinished: "close the page of castbook serve, then run the command again"
    case .undecidedErasures:
      "castbook pull names them; then castbook pull --accept-erasures, or --refuse-erasures"
    case .noMemory: "close other programs"
    }
  }
}

extension TransferFailure {
  /// The message about a failed request to a store.
  package var storeMessage: String {
    let more = detail.isEmpty ? "" : ": \(detail)"
    return switch reason {
    case .noProgram: detail
    case .noLibrary: "libcurl can't be used\(more)"
    case .noKey, .keyRefused, .badKeyFile: detail
    case .noConnection: "the store can't be reached\(more)"
    case .notTrusted: "the store's certificate can't be trusted\(more)"
    case .timedOut: "the store doesn't answer\(more)"
    case .connectionLost: "the connection to the store broke\(more)"
    case .tooLong, .badAnswer: "the store's answer can't be used\(more)"
    case .fileFailed: detail
    case .digestMismatch: "a stored file is damaged\(more)"
    case .privateAddress, .redirected, .invalidRequest: "the store's address can't be used\(more)"
    }
  }

  /// What the user can do about a failed request to a store.
  package var storeFix: String {
    switch reason {
    case .noProgram: "install castbook again, with castbook-transport"
    case .noLibrary: "install libcurl 7.85 or newer (apt install libcurl4)"
    case .noKey, .keyRefused, .badKeyFile:
      "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile of ~/.aws: castbook remote add … --profile NAME"
    case .noConnection, .timedOut, .connectionLost:
      "check the network and the address, then run the command again; what was done stays"
    case .notTrusted: "name the authority that signed it: castbook remote add … --ca FILE"
    case .tooLong, .badAnswer: "check the address: is it a store that speaks S3?"
    case .fileFailed: "free space or mend the folder, then run the command again"
    case .digestMismatch: "run castbook doctor"
    case .privateAddress, .redirected, .invalidRequest: "check the address"
    }
  }
}
