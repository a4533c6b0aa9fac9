/* Made by weave from golden/mark.bin: edit that file. */
#ifndef MARK_FILE_H
#define MARK_FILE_H
#include "page/file.h"

/* golden/mark.bin */
extern const struct page_file mark_file;

#endif
