// The parts of `durable`.
#pragma once

#include "files.h"

// Ends the program if a byte can't be written.
void write_all(int file, const void *bytes, size_t count);

// Writes a stored zip of all files into a folder, each under its last name.
void zip_files(file_list_t list, const char *folder, bool is_synced);
