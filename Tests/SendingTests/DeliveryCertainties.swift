import Testing
import Transfers

@Suite("Whether a submission may have arrived")
struct DeliveryCertainties {
  @Test(
    "is decided by the status of HTTP",
    arguments: [
      (200...299, DeliveryCertainty.acknowledged), (400...407, .refused), (408...409, .unknown),
      (410...428, .refused), (429...429, .deferred), (430...499, .refused),
      (500...599, .unknown), (100...199, .unknown), (300...399, .unknown), (0...0, .unknown),
    ])
  func statuses(range: ClosedRange<Int>, certainty: DeliveryCertainty) {
    for status in range {
      #expect(DeliveryCertainty(.success(status)) == certainty, "\(status)")
    }
  }

  @Test("is decided by what the connection saw, whatever the reason of a failure")
  func failures() {
    for reason in TransferFailure.Reason.allCases {
      let lost = TransferFailure(reason, mayHaveArrived: true)
      #expect(DeliveryCertainty(.failure(lost)) == .unknown, "\(reason)")
      let unsent = TransferFailure(reason)
      #expect(DeliveryCertainty(.failure(unsent)) == .notReceived, "\(reason)")
    }
  }

  @Test(
    "allows a repetition only if it was certainly not accepted",
    arguments: [
      (DeliveryCertainty.notReceived, true), (.deferred, true), (.refused, false),
      (.acknowledged, false), (.unknown, false),
    ])
  func repetitions(certainty: DeliveryCertainty, allowsRetry: Bool) {
    #expect(certainty.allowsRetry == allowsRetry)
  }
}
