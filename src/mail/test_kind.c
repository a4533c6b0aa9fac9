/* SPDX-License-Identifier: Apache-2.0 */
/* The mail by which an administrator tries the relay. */
#include "mail/notices.h"

#include "base/tr.h"

static enum status compose(struct call *c, const struct mail_event *event, const struct mail_recipient *to,
			   struct mail_message *m)
{
	(void)event, (void)to;
	m->subject = tr(c, N_("This is a test of mail"));
	mail_say(c->arena, m, MAIL_PARAGRAPH,
		 tr(c, N_("Mail goes out: the relay took this message, and it has reached you.")));
	mail_say(c->arena, m, MAIL_SMALL, tr(c, N_("An administrator of the site asked for this message.")));
	return OK;
}

const struct mail_kind mail_own_kinds[] = {{.word = "test", .compose = compose}, {0}};
