/// Checking
