/* Made by weave from golden/booth_day.html: edit that file. */
#ifndef BOOTH_DAY_HTML_H
#define BOOTH_DAY_HTML_H
#include "page/write.h"
#include "booth_rows.h"
#include "frame_html.h"

/* one day of a booth */
void page_booth_day(struct out *o, struct call *c, const struct booth *booth, struct date day, const struct booth_day_rows *rows, struct url site, struct html about, struct json data, size_t unused);

#endif
