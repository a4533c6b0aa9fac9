/* SPDX-License-Identifier: Apache-2.0 */
#include "law/instrument.h"

#include <stdio.h>

bool law_id_parse(struct str text, struct law_id *out)
{
	if (str_is_nocase(text, "MLC")) {
		*out = (struct law_id){LAW_CONVENTION, LAW_MLC};
		return true;
	}
	int64_t number;
	if (text.n < 2 || text.n > 4 || text.at[1] < '0' || text.at[1] > '9' ||
	    !str_to_i64(str_slice(text, 1, 3), &number) || number < 1)
		return false;
	switch (text.at[0]) {
	case 'C':
	case 'c': out->kind = LAW_CONVENTION; break;
	case 'P':
	case 'p': out->kind = LAW_PROTOCOL; break;
	case 'R':
	case 'r': out->kind = LAW_RECOMMENDATION; break;
	default: return false;
	}
	out->number = (int)number;
	return true;
}

static bool is_mlc(struct law_id id)
{
	return id.kind == LAW_CONVENTION && id.number == LAW_MLC;
}

struct str law_id_print(struct law_id id, char at[static LAW_ID_ROOM])
{
	int n = is_mlc(id) ? snprintf(at, LAW_ID_ROOM, "MLC")
			   : snprintf(at, LAW_ID_ROOM, "%c%03d", "CPR"[id.kind], id.number % 1000);
	return (struct str){at, (size_t)n};
}

int law_id_compare(struct law_id a, struct law_id b)
{
	int rank_a = a.kind * 2 + is_mlc(a), rank_b = b.kind * 2 + is_mlc(b);
	return rank_a != rank_b ? rank_a - rank_b : a.number - b.number;
}

/* P089 and P110: no threshold, each ratification takes effect by itself; lists print the day of adoption. */
static bool has_no_threshold(struct law_id id)
{
	return id.kind == LAW_PROTOCOL && (id.number == 89 || id.number == 110);
}

struct span law_in_force_since(const struct law_instrument *i)
{
	if (i->id.kind == LAW_RECOMMENDATION)
		return SPAN_NEVER;
	return has_no_threshold(i->id) ? i->adopted : i->in_force;
}

enum law_answer law_in_force(const struct law_instrument *i, struct date on)
{
	return law_within(law_in_force_since(i), i->ended, on);
}

enum law_answer law_status(const struct law_instrument *i, struct date on, enum law_status *out)
{
	*out = LAW_STATUS_NONE;
	if (date_before(on, i->adopted.earliest))
		return LAW_YES;
	if (date_up_to(i->ended.latest, on)) {
		*out = i->ending == LAW_ABROGATED ? LAW_STATUS_ABROGATED : LAW_STATUS_WITHDRAWN;
		return LAW_YES;
	}
	if (date_up_to(i->ended.earliest, on) || date_before(on, i->adopted.latest))
		return LAW_UNKNOWN;
	enum law_answer in_force = law_in_force(i, on);
	if (in_force == LAW_UNKNOWN)
		return LAW_UNKNOWN;
	*out = in_force == LAW_YES ? LAW_STATUS_IN_FORCE : LAW_STATUS_ADOPTED;
	return LAW_YES;
}

/* C001 to C026 have no revision article; it first appears in C027 (C027 art. 7, of 1929). */
bool law_has_revision_article(struct law_id id)
{
	return id.kind == LAW_CONVENTION && id.number >= 27;
}

static struct law_revision revision_by_c138(int older)
{
	struct law_revision r = {LAW_CLOSES, LAW_ENDS, 0, true, "C138 art. 10(4)"};
	switch (older) {
	case 5:
	case 7:
	case 10:
	case 15:
		return (struct law_revision){LAW_CLOSES_BY_CONSENT, LAW_ENDS_UNDER_OWN, 0, true,
					     "C138 art. 10(3), 10(5)"};
	case 33: return r; /* whenever non-industrial employment is covered, which only a limited scope leaves out */
	case 58:
	case 59:
	case 60:
	case 112: r.ends = LAW_ENDS_FROM_15; break;
	case 123: r.ends = LAW_ENDS_FROM_C123; break;
	}
	r.closing = LAW_KEEPS_OPEN;
	r.source = "C138 art. 10(2), 10(4)";
	return r;
}

/* C128 art. 44: C037 and C038, C035 and C036, C039 and C040 end with acceptance of Parts II, III and IV. */
static struct law_revision revision_by_c128(int older)
{
	int part = older <= 36 ? 3 : older <= 38 ? 2 : 4;
	return (struct law_revision){LAW_CLOSES, LAW_ENDS_BY_PARTS, part, false, "C128 art. 44"};
}

/* C132 art. 16: C052 ends with acceptance outside agriculture and is closed; C101 with acceptance in agriculture, kept open. */
static struct law_revision revision_by_c132(int older)
{
	bool agriculture = older == 101;
	return (struct law_revision){agriculture ? LAW_KEEPS_OPEN : LAW_CLOSES, LAW_ENDS_BY_PARTS, agriculture ? 2 : 1,
				     false, "C132 art. 16"};
}

struct law_revision law_revision(struct law_id older, struct law_id newer)
{
	if (newer.kind == LAW_PROTOCOL)
		return (struct law_revision){LAW_KEEPS_OPEN, LAW_ENDS_NOT, 0, false, "a Protocol closes nothing"};
	if (newer.number == 173 || newer.number == 191)
		return (struct law_revision){LAW_KEEPS_OPEN, LAW_ENDS_NOT, 0, false,
					     "a partial revision (C173 art. 3(6))", true};
	if (newer.number == 180)
		return (struct law_revision){LAW_CLOSES, LAW_ENDS, 0, false, "C180 art. 16"};
	if (newer.number == 138)
		return revision_by_c138(older.number);
	if (newer.number == 121 && older.number == 42)
		return (struct law_revision){LAW_KEEPS_OPEN, LAW_ENDS, 0, false, "C121 art. 28(2)"};
	if (older.kind == LAW_PROTOCOL)
		return (struct law_revision){LAW_CLOSES, LAW_ENDS, 0, false, "MLC art. X"};
	if (!law_has_revision_article(older))
		return (struct law_revision){LAW_KEEPS_OPEN, LAW_ENDS_NOT, 0, false,
					     "C001 to C026 have no revision article"};
	if (newer.number == 128)
		return revision_by_c128(older.number);
	if (newer.number == 132)
		return revision_by_c132(older.number);
	return (struct law_revision){LAW_CLOSES, LAW_ENDS, 0, false,
				     "the older Convention's revision article (C027 art. 7)"};
}

static enum law_answer closed_by(const struct law_instrument *older, const struct law_instrument *newer, struct date on)
{
	struct law_revision r = law_revision(older->id, newer->id);
	if (r.closing == LAW_KEEPS_OPEN)
		return LAW_NO;
	enum law_answer began = law_within(law_in_force_since(newer), SPAN_NEVER, on);
	return began == LAW_YES && r.closing == LAW_CLOSES_BY_CONSENT ? LAW_UNKNOWN : began;
}

enum law_answer law_open_to_ratification(const struct law_instrument *i, const struct law_instrument *const *revisers,
					 size_t revisers_n, struct date on)
{
	if (i->id.kind == LAW_RECOMMENDATION)
		return LAW_NO;
	enum law_answer open = law_within(i->adopted, i->ended, on);
	for (size_t k = 0; k < revisers_n && open != LAW_NO; k++) {
		enum law_answer closed = closed_by(i, revisers[k], on);
		if (closed == LAW_YES)
			open = LAW_NO;
		else if (closed == LAW_UNKNOWN)
			open = LAW_UNKNOWN;
	}
	return open;
}
