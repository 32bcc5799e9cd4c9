"""The tests run the real program, which the variable CASTBOOK names."""
