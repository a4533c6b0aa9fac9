/* SPDX-License-Identifier: Apache-2.0 */
/* The mails about signing in. Each holds one link, or none where it only tells. */
#include "people/people_mail.h"

#include "base/tr.h"

#include <jansson.h>

/* What an event of this room says. */
struct told {
	struct str name, url;
};

static bool read_event(struct call *c, const struct mail_event *event, struct told *out)
{
	const char *name = NULL, *url = NULL;
	json_t *data = json_loadb(event->data.at, event->data.n, 0, NULL);
	bool is_read = data && json_unpack(data, "{s:s, s:s}", "name", &name, "url", &url) == 0;
	if (is_read)
		*out = (struct told){str_copy(c->arena, str_of(name)), str_copy(c->arena, str_of(url))};
	json_decref(data);
	return is_read;
}

static void say(struct call *c, struct mail_message *m, enum mail_block_kind kind, const char *text,
		const struct told *told)
{
	struct tr_value value = {"name", told->name};
	mail_say(c->arena, m, kind, tr_fill(c->arena, tr(c, text), &value, 1));
}

/* The three parts of a mail with a link: what it is for, what the link is called, what to do if it was not wanted. */
static enum status with_link(struct call *c, const struct mail_event *event, struct mail_message *m,
			     const char *const texts[4])
{
	struct told told;
	if (!read_event(c, event, &told))
		return BUG;
	m->subject = tr(c, texts[0]);
	say(c, m, MAIL_PARAGRAPH, texts[1], &told);
	mail_act(c->arena, m, tr(c, texts[2]), told.url);
	say(c, m, MAIL_SMALL, texts[3], &told);
	return OK;
}

static enum status compose_confirm(struct call *c, const struct mail_event *event, const struct mail_recipient *to,
				   struct mail_message *out)
{
	static const char *const texts[] = {
		N_("Confirm your e-mail address"),
		N_("The account “{name}” gave this e-mail address as its own. It counts once you have confirmed it."),
		N_("Confirm the e-mail address"),
		N_("If this was not you, do nothing: the address is forgotten after some days."),
	};
	(void)to;
	return with_link(c, event, out, texts);
}

static enum status compose_change(struct call *c, const struct mail_event *event, const struct mail_recipient *to,
				  struct mail_message *out)
{
	static const char *const texts[] = {
		N_("Confirm your new e-mail address"),
		N_("The account “{name}” wants to get its mail at this address from now on. The change counts once you "
		   "have "
		   "confirmed it."),
		N_("Confirm the e-mail address"),
		N_("If this was not you, do nothing: the address is forgotten after some days."),
	};
	(void)to;
	return with_link(c, event, out, texts);
}

static enum status compose_sign_in(struct call *c, const struct mail_event *event, const struct mail_recipient *to,
				   struct mail_message *out)
{
	static const char *const texts[] = {
		N_("Your sign-in link"),
		N_("With this link you sign in to the account “{name}”. It works once, within an hour, in the browser "
		   "in "
		   "which you press the button."),
		N_("Sign in"),
		N_("If you did not ask for it, do nothing: nobody signs in without the link."),
	};
	(void)to;
	return with_link(c, event, out, texts);
}

static enum status compose_reset(struct call *c, const struct mail_event *event, const struct mail_recipient *to,
				 struct mail_message *out)
{
	static const char *const texts[] = {
		N_("Set a new password"),
		N_("With this link you set a new password for the account “{name}”. It works once, within an hour, and "
		   "ends "
		   "every other sign-in."),
		N_("Set a new password"),
		N_("If you did not ask for it, do nothing: the password stays as it is."),
	};
	(void)to;
	return with_link(c, event, out, texts);
}

/* To whoever has an account with the address already; the link of the event is good for nothing and does not go out. */
static enum status compose_taken(struct call *c, const struct mail_event *event, const struct mail_recipient *to,
				 struct mail_message *out)
{
	(void)to;
	out->subject = tr(c, N_("You have an account already"));
	mail_say(c->arena, out, MAIL_PARAGRAPH,
		 tr(c, N_("Somebody gave this e-mail address for an account, but another account has it already. "
			  "Nothing was "
			  "changed. If it was you, sign in to that account; a link by e-mail is enough.")));
	mail_act(c->arena, out, tr(c, N_("Have a sign-in link sent")),
		 str_format(c->arena, "/%s/sign-in/by-mail", event->lang.tag));
	mail_say(c->arena, out, MAIL_SMALL, tr(c, N_("If this was not you, do nothing.")));
	return OK;
}

static enum status compose_moved(struct call *c, const struct mail_event *event, const struct mail_recipient *to,
				 struct mail_message *out)
{
	struct told told;
	(void)to;
	if (!read_event(c, event, &told))
		return BUG;
	out->subject = tr(c, N_("Your account has another e-mail address now"));
	say(c, out, MAIL_PARAGRAPH,
	    N_("The account “{name}” had this e-mail address until now. Its owner confirmed another one, and mail goes "
	       "there "
	       "from now on."),
	    &told);
	say(c, out, MAIL_SMALL, N_("If this was not you, write to those who run this site."), &told);
	return OK;
}

const struct mail_kind people_mail_kinds[] = {
	{.word = "confirm", .compose = compose_confirm, .goes_to_paused = true},
	{.word = "change", .compose = compose_change, .goes_to_paused = true},
	{.word = "sign-in", .compose = compose_sign_in},
	{.word = "reset", .compose = compose_reset},
	{.word = "taken", .compose = compose_taken},
	{.word = "moved", .compose = compose_moved},
	{0},
};
