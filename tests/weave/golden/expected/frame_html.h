/* Made by weave from golden/frame.html: edit that file. */
#ifndef FRAME_HTML_H
#define FRAME_HTML_H
#include "page/write.h"
#include "booth.h"

/* the frame: {{within frame(…)}} puts a page into it */
void frame_open(struct out *o, struct call *c, struct str title);

/* the frame: {{within frame(…)}} puts a page into it */
void frame_close(struct out *o, struct call *c, struct str title);

/* golden/frame.html:15 */
void part_form_token(struct out *o, struct call *c);

/* one state, as readers see it */
void part_state(struct out *o, struct call *c, enum booking_state state);

#endif
