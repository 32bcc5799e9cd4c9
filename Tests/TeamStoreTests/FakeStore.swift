import Files
import Model
import Synchronization
import Transfers

@testable import TeamStore

/// A store of objects in memory with a clock of its own, as strongly consistent as real ones.
final class FakeStore: Sendable {
  struct Object: Sendable {
    let bytes: [UInt8]
    let stored: Instant
  }

  struct State: Sendable {
    var objects: [String: Object] = [:]
    /// The store's clock in seconds.
    var seconds = 1_795_680_000
    var requestCount = 0
    /// The number of objects on a page of a list.
    var pageSize = 1000
  }

  let state = Mutex(State())

  var now: Instant { state.withLock { Instant(milliseconds: $0.seconds * 1000) } }

  /// The keys that begin with a text, in order.
  func keys(_ prefix: String = "") -> [String] {
    state.withLock { state in
      state.objects.keys.filter { $0.hasPrefix(prefix) }.sorted {
        $0.utf8.lexicographicallyPrecedes($1.utf8)
      }
    }
  }

  func bytes(_ key: String) -> [UInt8]? { state.withLock { $0.objects[key]?.bytes } }

  func set(_ key: String, _ bytes: [UInt8]?) {
    state.withLock { state in
      state.objects[key] = bytes.map {
        Object(bytes: $0, stored: Instant(milliseconds: state.seconds * 1000))
      }
    }
  }

  /// Adds a segment with some records, as anyone with write access can.
  func add(_ lines: [[UInt8]]) throws {
    let (object, name) = try RemoteLayout.segment(lines)
    set("log/\(now.day)/\(name.hex)", object)
  }

  /// Answers a request.
  func answer(_ request: StoreRequest) throws -> StoreResponse {
    var (answer, path, bytes) = try state.withLock {
      state -> (StoreResponse, FilePath?, [UInt8]?) in
      state.requestCount += 1
      let date = Instant(milliseconds: state.seconds * 1000)
      var answer = StoreResponse(status: 200, date: date)
      switch request {
      case .put(let upload):
        let bytes =
          switch upload.body {
          case .bytes(let bytes): bytes
          case .file(let path): try FileSystem.read(path, limit: 1 << 30)
          }
        guard SHA256.digest(of: bytes) == upload.digest else {
          throw TransferFailure(.digestMismatch)
        }
        if upload.failsIfExists, state.objects[upload.key] != nil {
          answer.status = 412
          return (answer, nil, nil)
        }
        state.objects[upload.key] = Object(bytes: bytes, stored: date)
      case .get(let key, let path, let limit):
        guard let object = state.objects[key] else {
          answer.status = 404
          answer.code = "NoSuchKey"
          return (answer, nil, nil)
        }
        guard object.bytes.count <= limit else { throw TransferFailure(.badAnswer, "too long") }
        answer.byteCount = object.bytes.count
        return (answer, path, object.bytes)
      case .list(let prefix, let after, let token):
        let beginning = token ?? after ?? ""
        let keys = state.objects.keys.filter {
          $0.hasPrefix(prefix) && beginning.utf8.lexicographicallyPrecedes($0.utf8)
        }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let page = keys.prefix(state.pageSize)
        answer.page = ObjectPage(
          page.compactMap { key in
            state.objects[key].map {
              ObjectPage.Object(key: key, byteCount: $0.bytes.count, modified: $0.stored)
            }
          }, next: page.count < keys.count ? page.last : nil)
      case .delete(let key):
        state.objects[key] = nil
        answer.status = 204
      case .presign(let key, _): answer.address = "https://store.example/\(key)"
      }
      return (answer, nil, nil)
    }
    if let path, let bytes {
      try FileSystem.create(path, bytes, mode: 0o600, isDurable: false)
    } else if let bytes {
      answer.bytes = bytes
    }
    return answer
  }
}

/// The store as one machine sees it.
struct FakeConnection: ObjectStore {
  let store: FakeStore
  /// Called before and after each request; an error that it throws ends the command.
  var around: (StoreRequest, () throws -> StoreResponse) throws -> StoreResponse = { try $1() }

  /// Thrown by `around` when the program that sends the requests ends.
  struct ExchangeEnd: Error {}

  func perform<Requests: Sequence<StoreRequest>>(
    _ requests: Requests,
    each: (StoreRequest, Result<StoreResponse, TransferFailure>) throws -> Void
  ) throws {
    for request in requests {
      var result: Result<StoreResponse, TransferFailure>
      do {
        result = .success(try around(request) { try store.answer(request) })
      } catch let failure as TransferFailure {
        result = .failure(failure)
      } catch is ExchangeEnd {
        throw TransferFailure(.noProgram, "castbook-transport ended")
      }
      try each(request, result)
    }
  }
}
