import Model

@testable import Quality

/// Measures that judge have bounds; those that only inform have none.
let judging = Measure.allCases.filter { Thresholds.bounds(of: $0).warn != nil }
