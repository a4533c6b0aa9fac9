/* SPDX-License-Identifier: Apache-2.0 */
/* Small drawings laid out. Where a browser sets text is not known here: a letter is taken to be as wide as in the widest
 * usual family, so that what does not overlap here does not overlap there. In the two drawings that stand on a line, texts
 * are placed first, with the line at height 0; then all moves down by as much as they need above it. */
#include "page/drawn.h"
#include "page/format.h"

#include <math.h>

enum { LETTER = 9, LETTER_WIDE = 15, GAP = 4, ROW = 18, ABOVE = 14, BELOW = 5, MARGIN = 14, DISC_MOST = 12 };

/* A stretch of time on a stretch of the drawing. */
struct axis {
	int64_t from, until; /* days, from before until */
	int left, right;
};

static int x_of(const struct axis *a, int64_t day)
{
	int64_t inside = day < a->from ? a->from : day > a->until ? a->until : day;
	return a->left + (int)llround((double)(inside - a->from) * (a->right - a->left) / (double)(a->until - a->from));
}

static struct axis axis_of(int64_t from, int64_t until, int left, int right)
{
	return (struct axis){from, until > from ? until : from + 1, left, right};
}

static int year_of(struct date d)
{
	int year;
	date_split(d, &year, NULL, NULL);
	return year;
}

/* Days since 1970 on which a year begins; also of years that the calendar here does not have. */
static int64_t year_day(int64_t year)
{
	return llround((double)(year - 1970) * 365.2425);
}

/* How wide a text is at most. */
static int width_of(struct str text)
{
	int width = 0;
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.at[i];
		if ((c & 0xc0) != 0x80)
			width += c >= 0xe1 ? LETTER_WIDE : LETTER;
	}
	return width;
}

/* The smallest round number that is not below. */
static int64_t round_up(int64_t least)
{
	static const int64_t tenths[] = {10, 20, 25, 30, 40, 50};
	for (int64_t scale = 1;; scale *= 10)
		for (size_t k = 0; k < sizeof tenths / sizeof *tenths; k++)
			if (tenths[k] * scale % 10 == 0 && tenths[k] * scale / 10 >= least)
				return tenths[k] * scale / 10;
}

static struct drawn *drawn_new(struct call *c, struct str name)
{
	struct drawn *d = arena_one(c->arena, struct drawn);
	d->name = name;
	return d;
}

static bool is_free(const struct drawn *d, int left, int width, int y)
{
	for (size_t k = 0; k < d->texts.n; k++) {
		const struct drawn_text *t = &d->texts.at[k];
		if (y - t->y < ROW && t->y - y < ROW && left < t->left + t->width + GAP && t->left < left + width + GAP)
			return false;
	}
	return true;
}

/* Sets a text with its middle as near to x as the edges allow, in the first row from y on (up or down by `step`) that has
 * room for it. */
static void say(struct call *c, struct drawn *d, const char *kind, struct str text, int x, int y, int step)
{
	int width = width_of(text);
	bool is_squeezed = width > DRAWN_WIDE;
	width = is_squeezed ? DRAWN_WIDE : width;
	int left = x - width / 2;
	left = left < 0 ? 0 : left + width > DRAWN_WIDE ? DRAWN_WIDE - width : left;
	while (!is_free(d, left, width, y))
		y += step;
	*list_add(c->arena, &d->texts) = (struct drawn_text){.kind = kind,
							     .anchor = "middle",
							     .x = left + width / 2,
							     .y = y,
							     .left = left,
							     .width = width,
							     .is_squeezed = is_squeezed,
							     .text = text};
}

static struct str number(struct call *c, int64_t n)
{
	return str_format(c->arena, "%lld", (long long)n);
}

static struct out path_new(struct call *c)
{
	return out_new(c->arena, 1 << 16, NULL);
}

static void add_path(struct call *c, struct drawn *d, const char *kind, struct out *path)
{
	*list_add(c->arena, &d->paths) = (struct drawn_path){kind, out_str(path)};
}

static void disc(struct out *path, int x, int y, int r)
{
	out_printf(path, "M%d %da%d %d 0 1 0 %d 0a%d %d 0 1 0-%d 0z", x - r, y, r, r, 2 * r, r, r, 2 * r);
}

/* Years below an axis, none nearer to the next than they are wide; the middle one where no round one lies in it. */
static void say_years(struct call *c, struct drawn *d, const struct axis *a, int64_t least, int y)
{
	int64_t days = a->until - a->from, room = width_of(STR("2026")) + 2 * GAP;
	int64_t step = round_up(llround(ceil((double)(days * room) / 365.2425 / (a->right - a->left))));
	int64_t first = (int64_t)floor(1970 + (double)a->from / 365.2425);
	step = step < least && days > 2 * least * 366 ? least : step;
	size_t n = d->texts.n;
	for (int64_t year = (first / step) * step; year_day(year) <= a->until; year += step)
		if (year_day(year) >= a->from)
			say(c, d, "", number(c, year), x_of(a, year_day(year)), y, ROW);
	if (d->texts.n == n)
		say(c, d, "", number(c, year_of((struct date){(int32_t)(a->from + days / 2)})),
		    (a->left + a->right) / 2, y, ROW);
}

/* Moves the texts down until all lie within the drawing; where its line is then. */
static int settle(struct drawn *d)
{
	int top = -MARGIN;
	for (size_t k = 0; k < d->texts.n; k++)
		top = d->texts.at[k].y - ABOVE < top ? d->texts.at[k].y - ABOVE : top;
	for (size_t k = 0; k < d->texts.n; k++)
		d->texts.at[k].y -= top;
	return -top;
}

/* As high as the lowest text needs, and no less than `least`. */
static void end_below(struct drawn *d, int least)
{
	d->height = least;
	for (size_t k = 0; k < d->texts.n; k++)
		if (d->texts.at[k].y + BELOW > d->height)
			d->height = d->texts.at[k].y + BELOW;
}

/* The curve. */

enum { CURVE_TOP = 12, CURVE_BOTTOM = 166, CURVE_YEARS = 190, CURVE_HIGH = 195, CURVE_LINES = 4 };

/* The values of the scale: the highest line, and how many units of the drawing one is. */
struct scale {
	int64_t step, lines;
};

static int y_of(const struct scale *s, int64_t value)
{
	return CURVE_BOTTOM - (int)llround((double)value * (CURVE_BOTTOM - CURVE_TOP) / (double)(s->step * s->lines));
}

static struct scale scale_of(const struct plot_curve *curve)
{
	int64_t most = 0;
	for (size_t k = 0; k < curve->steps.n && date_up_to(curve->steps.at[k].day, curve->until); k++)
		most = curve->steps.at[k].value > most ? curve->steps.at[k].value : most;
	int64_t step = round_up((most + CURVE_LINES - 1) / CURVE_LINES), lines = (most + step - 1) / step;
	return (struct scale){step, lines < CURVE_LINES - 1 ? CURVE_LINES - 1 : lines};
}

static void draw_scale(struct call *c, struct drawn *d, const struct axis *a, const struct scale *s)
{
	struct out grid = path_new(c);
	for (int64_t k = 0; k <= s->lines; k++) {
		struct str text = number(c, k * s->step);
		int y = y_of(s, k * s->step), width = width_of(text), x = a->left - 2 * GAP;
		*list_add(c->arena, &d->texts) =
			(struct drawn_text){"", "end", x, y + BELOW, x - width, width, false, text};
		out_printf(&grid, "M%d %dH%d", a->left, y, a->right);
	}
	add_path(c, d, "grid", &grid);
}

/* The line itself, then its end: a dot and its value. Steps of one place on the drawing become one. */
static void draw_steps(struct call *c, struct drawn *d, const struct plot_curve *curve, const struct axis *a,
		       const struct scale *s)
{
	struct out line = path_new(c), dot = path_new(c);
	int x = a->left;
	int64_t value = 0, drawn = -1;
	for (size_t k = 0; k < curve->steps.n && date_up_to(curve->steps.at[k].day, curve->until); k++) {
		int next = x_of(a, curve->steps.at[k].day.day);
		if (next > x) {
			if (value != drawn)
				out_printf(&line, drawn < 0 ? "M%d %d" : "H%dV%d", x, y_of(s, value));
			drawn = value;
			x = next;
		}
		value = curve->steps.at[k].value;
	}
	out_printf(&line, drawn < 0 ? "M%d %d" : "H%dV%d", x, y_of(s, value));
	out_printf(&line, "H%d", a->right);
	disc(&dot, a->right, y_of(s, value), 5);
	add_path(c, d, "step", &line);
	add_path(c, d, "dot", &dot);
	struct str text = number(c, value);
	int end = a->right + 10;
	*list_add(c->arena, &d->texts) =
		(struct drawn_text){"say last", "start", end, y_of(s, value) + BELOW, end, width_of(text), false, text};
}

const struct drawn *drawn_curve(struct call *c, const struct plot_curve *curve)
{
	struct drawn *d = drawn_new(c, curve->name);
	struct scale s = scale_of(curve);
	int digits = width_of(number(c, s.step * s.lines));
	struct axis a = axis_of(curve->from.day, curve->until.day, digits + 2 * GAP, DRAWN_WIDE - digits - 3 * GAP);
	draw_scale(c, d, &a, &s);
	say_years(c, d, &a, 1, CURVE_YEARS);
	draw_steps(c, d, curve, &a, &s);
	end_below(d, CURVE_HIGH);
	return d;
}

/* Denunciation windows. */

enum { WINDOW_HIGH = 14, WINDOW_LEAST = 5, WORDS = -16, YEARS = 28, YEAR = 365 };

size_t plot_windows_shown(const struct plot_windows *w, size_t *first)
{
	size_t next = 0; /* the first that is not over */
	while (next < w->windows.n && date_up_to(w->windows.at[next].closes, w->today))
		next++;
	bool is_open = next < w->windows.n && date_up_to(w->windows.at[next].opens, w->today);
	size_t after = next + (is_open ? 2 : 1);
	*first = next ? next - 1 : 0;
	return (after < w->windows.n ? after : w->windows.n) - *first;
}

static bool is_past(const struct plot_windows *w, const struct plot_window *one)
{
	return date_up_to(one->closes, w->today);
}

static bool is_open(const struct plot_windows *w, const struct plot_window *one)
{
	return !is_past(w, one) && date_up_to(one->opens, w->today);
}

/* "2023–24", "1999–2000", "2023"; open-ended "from 2036". */
static struct str years_of(struct call *c, const struct plot_window *one)
{
	int opens = year_of(one->opens);
	if (!date_is_set(one->closes))
		return tr_fill(c->arena, tr(c, "from {year}"), (struct tr_value[]){{"year", number(c, opens)}}, 1);
	int last = year_of(date_add_days(one->closes, -1));
	if (last <= opens)
		return number(c, opens);
	if (last / 100 == opens / 100)
		return str_format(c->arena, "%d–%02d", opens, last % 100);
	return str_format(c->arena, "%d–%d", opens, last);
}

/* From the first entry into force, or a little before the first window shown, to a little after the last. */
static struct axis windows_axis(const struct plot_windows *w, size_t first, size_t n)
{
	int64_t from = w->since.day, until = (int64_t)w->today.day + YEAR;
	if (first)
		from = (int64_t)w->windows.at[first].opens.day - 2 * YEAR;
	for (size_t k = first; k < first + n; k++) {
		const struct plot_window *one = &w->windows.at[k];
		int64_t end = date_is_set(one->closes) ? one->closes.day : (int64_t)one->opens.day + 3 * YEAR;
		until = end + YEAR > until ? end + YEAR : until;
	}
	return axis_of(from < w->today.day ? from : w->today.day, until, MARGIN, DRAWN_WIDE - MARGIN);
}

/* Where a window lies: never too narrow to be seen; one without end reaches the end of the line. */
static void extent(const struct axis *a, const struct plot_window *one, int *x, int *width)
{
	*x = x_of(a, one->opens.day);
	*width = (date_is_set(one->closes) ? x_of(a, one->closes.day) : a->right) - *x;
	*width = *width < WINDOW_LEAST ? WINDOW_LEAST : *width;
}

static void say_windows(struct call *c, struct drawn *d, const struct plot_windows *w, const struct axis *a,
			size_t first, size_t n)
{
	for (size_t k = first; k < first + n; k++) {
		const struct plot_window *one = &w->windows.at[k];
		int x, width;
		extent(a, one, &x, &width);
		struct str word = is_past(w, one)   ? tr_in(c, "denunciation window", "past")
				  : is_open(w, one) ? tr_in(c, "denunciation window", "open")
						    : tr_in(c, "denunciation window", "next");
		say(c, d, "", word, x + width / 2, WORDS, -ROW);
		say(c, d, "", years_of(c, one), x + width / 2, YEARS, ROW);
	}
	bool is_today = date_same(w->today, c->today);
	say(c, d, "say", is_today ? tr_in(c, "day", "today") : format_date_short(c, w->today), x_of(a, w->today.day),
	    WORDS, -ROW);
	if (first)
		say(c, d, "",
		    tr_fill(c->arena, tr_n(c, "{n} window before", "{n} windows before", (int64_t)first),
			    (struct tr_value[]){{"n", number(c, (int64_t)first)}}, 1),
		    0, YEARS, ROW);
	else
		say(c, d, "",
		    tr_fill(c->arena, tr(c, "in force {year}"),
			    (struct tr_value[]){{"year", number(c, year_of(w->since))}}, 1),
		    x_of(a, w->since.day), YEARS, ROW);
}

const struct drawn *drawn_windows(struct call *c, const struct plot_windows *w)
{
	struct drawn *d = drawn_new(c, w->name);
	size_t first, n = plot_windows_shown(w, &first);
	struct axis a = windows_axis(w, first, n);
	say_windows(c, d, w, &a, first, n);
	int line = settle(d);
	struct out grid = path_new(c), since = path_new(c), today = path_new(c);
	out_printf(&grid, "M%d %dH%d", a.left, line, a.right);
	add_path(c, d, "grid", &grid);
	if (first == 0) {
		out_printf(&since, "M%d %dv%d", x_of(&a, w->since.day), line - WINDOW_HIGH / 2, WINDOW_HIGH);
		add_path(c, d, "since", &since);
	}
	for (size_t k = first; k < first + n; k++) {
		const struct plot_window *one = &w->windows.at[k];
		struct out area = path_new(c);
		int x, width;
		extent(&a, one, &x, &width);
		out_printf(&area, "M%d %dh%dv%dh-%dz", x, line - WINDOW_HIGH / 2, width, WINDOW_HIGH, width);
		add_path(c, d, is_past(w, one) ? "past" : is_open(w, one) ? "open" : "next", &area);
	}
	out_printf(&today, "M%d %dV%d", x_of(&a, w->today.day), line + WORDS + GAP, line + WINDOW_HIGH);
	add_path(c, d, "today", &today);
	end_below(d, line + WINDOW_HIGH);
	return d;
}

/* The timeline. */

enum { LANE = 40, LANE_LINE = 22, LANE_LABEL = 38, NUMBERS = -18, DECADE = 10 };

/* A disc: the years that it stands for, and how many happened in them. */
struct bin {
	int64_t first, n;
	int x, radius;
};

struct bins {
	LIST(struct bin);
	int64_t years; /* of one */
};

/* From the first that happened; where nothing did, ten years. */
static struct axis timeline_axis(const struct plot_timeline *t)
{
	int64_t from = INT64_MAX, until = t->until.day;
	for (size_t k = 0; k < t->years.n; k++)
		from = year_day(t->years.at[k].year) < from ? year_day(t->years.at[k].year) : from;
	for (size_t k = 0; k < t->periods.n; k++)
		from = t->periods.at[k].from.day < from ? t->periods.at[k].from.day : from;
	return axis_of(from < until ? from : until - DECADE * YEAR, until, MARGIN, DRAWN_WIDE - MARGIN);
}

static int digits_of(int64_t n)
{
	int digits = 1;
	for (; n > 9; n /= 10)
		digits++;
	return digits;
}

/* The discs where one stands for so many years. */
static struct bins bins_of(struct call *c, const struct plot_timeline *t, const struct axis *a, int64_t years)
{
	struct bins bins = {.years = years};
	int64_t most = 1;
	for (size_t k = 0; k < t->years.n; k++) {
		const struct plot_year *one = &t->years.at[k];
		if (one->year > year_of(t->until))
			continue;
		int64_t first = one->year / years * years;
		if (!bins.n || bins.at[bins.n - 1].first != first)
			*list_add(c->arena, &bins) = (struct bin){.first = first};
		struct bin *bin = &bins.at[bins.n - 1];
		bin->n += one->n;
		bin->x = x_of(a, (year_day(first) + year_day(first + years)) / 2);
		most = bin->n > most ? bin->n : most;
	}
	double scale = fmin(3.5, DISC_MOST / sqrt((double)most));
	for (size_t k = 0; k < bins.n; k++)
		bins.at[k].radius = (int)fmax(4, round(scale * sqrt((double)bins.at[k].n)));
	return bins;
}

/* Neither discs nor the numbers above them overlap. */
static bool has_room(const struct bins *bins)
{
	for (size_t k = 1; k < bins->n; k++) {
		const struct bin *a = &bins->at[k - 1], *b = &bins->at[k];
		int numbers = (digits_of(a->n) + digits_of(b->n)) * LETTER / 2 + GAP + 1;
		int discs = a->radius + b->radius + 1;
		if (b->x - a->x < (numbers > discs ? numbers : discs))
			return false;
	}
	return true;
}

/* A disc a year where they have room, else one for 2, 5, 10, 20 … years. */
static struct bins bins_with_room(struct call *c, const struct plot_timeline *t, const struct axis *a)
{
	static const int64_t years[] = {1, 2, 5};
	for (int64_t scale = 1;; scale *= 10)
		for (size_t k = 0; k < sizeof years / sizeof *years; k++) {
			struct bins bins = bins_of(c, t, a, years[k] * scale);
			if (has_room(&bins))
				return bins;
		}
}

int plot_timeline_years(struct call *c, const struct plot_timeline *t)
{
	struct axis a = timeline_axis(t);
	return (int)bins_with_room(c, t, &a).years;
}

struct lane {
	int row, left, right; /* all that it covers */
	int x, width, middle; /* its line; the middle of its label */
	struct str label;
};

struct lanes {
	LIST(struct lane);
	int rows;
};

/* Each period in the first row in which neither its line nor its label meets another's. */
static struct lanes lanes_of(struct call *c, const struct plot_timeline *t, const struct axis *a)
{
	struct lanes lanes = {.rows = 0};
	for (size_t k = 0; k < t->periods.n; k++) {
		const struct plot_period *p = &t->periods.at[k];
		if (date_before(t->until, p->from))
			continue;
		struct lane lane = {.x = x_of(a, p->from.day), .label = p->label};
		lane.width = x_of(a, p->until.day) - lane.x;
		int label = width_of(p->label), middle = lane.x + (lane.width < label ? lane.width : label) / 2;
		int left = middle - label / 2;
		left = left + label > DRAWN_WIDE ? DRAWN_WIDE - label : left;
		left = left < 0 ? 0 : left;
		lane.middle = left + label / 2;
		lane.left = left < lane.x ? left : lane.x;
		lane.right = left + label > lane.x + lane.width ? left + label : lane.x + lane.width;
		for (size_t m = 0; m < lanes.n; m++) {
			const struct lane *other = &lanes.at[m];
			if (other->row == lane.row && lane.left < other->right + GAP &&
			    other->left < lane.right + GAP) {
				lane.row++;
				m = (size_t)-1; /* from the first again */
			}
		}
		lanes.rows = lane.row + 1 > lanes.rows ? lane.row + 1 : lanes.rows;
		*list_add(c->arena, &lanes) = lane;
	}
	return lanes;
}

static void draw_timeline(struct call *c, struct drawn *d, const struct axis *a, const struct bins *bins,
			  const struct lanes *lanes, int line)
{
	struct out grid = path_new(c), periods = path_new(c), discs = path_new(c);
	out_printf(&grid, "M%d %dH%d", a->left, line, a->right);
	add_path(c, d, "grid", &grid);
	for (size_t k = 0; k < lanes->n; k++)
		out_printf(&periods, "M%d %dh%d", lanes->at[k].x, line + LANE_LINE + lanes->at[k].row * LANE,
			   lanes->at[k].width);
	for (size_t k = 0; k < bins->n; k++)
		disc(&discs, bins->at[k].x, line, bins->at[k].radius);
	if (lanes->n)
		add_path(c, d, "step", &periods);
	if (bins->n)
		add_path(c, d, "dot", &discs);
}

const struct drawn *drawn_timeline(struct call *c, const struct plot_timeline *t)
{
	struct drawn *d = drawn_new(c, t->name);
	struct axis a = timeline_axis(t);
	struct bins bins = bins_with_room(c, t, &a);
	struct lanes lanes = lanes_of(c, t, &a);
	for (size_t k = 0; k < bins.n; k++)
		say(c, d, "say", number(c, bins.at[k].n), bins.at[k].x, NUMBERS, -ROW);
	for (size_t k = 0; k < lanes.n; k++)
		say(c, d, "say", lanes.at[k].label, lanes.at[k].middle, LANE_LABEL + lanes.at[k].row * LANE, ROW);
	say_years(c, d, &a, DECADE, lanes.rows ? LANE_LABEL + (lanes.rows - 1) * LANE + ROW + GAP : 2 * ROW);
	int line = settle(d);
	draw_timeline(c, d, &a, &bins, &lanes, line);
	end_below(d, line + MARGIN);
	return d;
}
