@testable import Media
import Testing
