/* SPDX-License-Identifier: Apache-2.0 */
#include "cli_table.h"

#include "base/call.h"
#include "base/date.h"

#include <string.h>

#define BIT(id) (1u << (id))

/* ADDRESS:PORT, the address in brackets where it holds colons (RFC 3986 §3.2.2). */
static bool fits_listen(const char *value)
{
	const char *colon = strrchr(value, ':');
	int64_t port;
	return colon && colon > value && str_to_i64(str_of(colon + 1), &port) && port >= 0 && port <= 65535;
}

static bool fits_url(const char *value)
{
	size_t scheme = strncmp(value, "https://", 8) == 0 ? 8 : strncmp(value, "http://", 7) == 0 ? 7 : 0;
	return scheme && value[scheme] && !strpbrk(value, " \t\r\n?#");
}

static bool fits_store(const char *value)
{
	return strncmp(value, "postgresql://", 13) == 0 || strncmp(value, "postgres://", 11) == 0;
}

static bool fits_threads(const char *value)
{
	int64_t n;
	return str_to_i64(str_of(value), &n) && n >= 1 && n <= 64;
}

static bool fits_role(const char *value)
{
	role_set roles;
	return roles_parse(str_of(value), &roles);
}

static bool fits_day(const char *value)
{
	struct date day;
	return date_parse(str_of(value), &day);
}

const struct cli_option cli_options[CLI_OPTIONS] = {
	[CLI_DATA] = {.name = "data",
		      .value = "DIR",
		      .environment = "SULEAR_DATA",
		      .in_file = true,
		      .about = "Keep everything in this directory (SQLite)."},
	[CLI_STORE_ADDRESS] = {.name = "store",
			       .value = "URL",
			       .environment = "SULEAR_STORE",
			       .in_file = true,
			       .about = "Keep everything in this PostgreSQL database, in place of --data.",
			       .fits = fits_store,
			       .expected = "an address such as postgresql://host/database"},
	[CLI_CONFIG] = {.name = "config",
			.value = "FILE",
			.about = "Take options from this file, lines of \"name = value\"."},
	[CLI_LISTEN] = {.name = "listen",
			.value = "ADDRESS:PORT",
			.environment = "SULEAR_LISTEN",
			.in_file = true,
			.fallback = "127.0.0.1:8080",
			.about = "Answer HTTP here; port 0 takes a free one.",
			.fits = fits_listen,
			.expected = "ADDRESS:PORT with a port from 0 to 65535"},
	[CLI_URL] = {.name = "url",
		     .value = "URL",
		     .environment = "SULEAR_URL",
		     .in_file = true,
		     .about = "The site's public address; without it only the machine itself is served.",
		     .fits = fits_url,
		     .expected = "an address such as https://standards.example.org"},
	[CLI_THREADS] = {.name = "threads",
			 .value = "N",
			 .in_file = true,
			 .about = "How many threads answer; one per processor, at least 4, unless given.",
			 .fits = fits_threads,
			 .expected = "a number from 1 to 64"},
	[CLI_BUILTIN] = {.name = "builtin",
			 .value = "DIR",
			 .in_file = true,
			 .about = "Where the built-in register stands, if not beside the program."},
	[CLI_SKIP_BAD] = {.name = "skip-bad",
			  .about = "Leave out what is bad, rows of a file or whole pages, and import the rest."},
	[CLI_DRY_RUN] = {.name = "dry-run", .about = "Say what would change and change nothing."},
	[CLI_JSON] = {.name = "json", .about = "Write the findings as JSON."},
	[CLI_EMAIL] = {.name = "email", .value = "ADDRESS", .about = "The account's e-mail address."},
	[CLI_ROLE] = {.name = "role",
		      .value = "ROLES",
		      .about = "What the account may: account, or roles with commas between them (office, focal_point, "
			       "social_partner, expert, editor, cooperation_officer, moderator, administrator).",
		      .fits = fits_role,
		      .expected = "account, or some of office, focal_point, social_partner, expert, editor, "
				  "cooperation_officer, moderator, administrator"},
	[CLI_PASSWORD_STDIN] = {.name = "password-stdin",
				.about = "Read the password, one line of 8 to 1000 bytes, from standard input."},
	[CLI_UNTIL] = {.name = "until",
		       .value = "DAY",
		       .about = "The last day of the suspension.",
		       .fits = fits_day,
		       .expected = "a day (YYYY-MM-DD)"},
	[CLI_REASON] = {.name = "reason", .value = "TEXT", .about = "Why; the owner of the account reads it."},
	[CLI_LIFT] = {.name = "lift", .about = "End the suspension."},
	[CLI_APPLY] = {.name = "apply", .about = "Store what the pages say; without it nothing changes."},
	[CLI_LIST] = {.name = "list", .about = "List the pages to save, with their addresses, and read none."},
	[CLI_AS_OF] = {.name = "as-of",
		       .value = "DAY",
		       .about = "The day on which the pages were saved, for those that do not say so themselves.",
		       .fits = fits_day,
		       .expected = "a day (YYYY-MM-DD)"},
	[CLI_NO_MAIL] = {.name = "no-mail", .about = "Send no mail: for a copy of a site, or one more node."},
	[CLI_ERASURES] = {.name = "erasures",
			  .value = "FILE",
			  .about =
				  "Erase again the accounts that this file lists, as `sulear user erasures` wrote it."},
	[CLI_MAN] = {.name = "man", .about = "Write the man page.", .is_hidden = true},
	[CLI_HELP] = {.name = "help", .about = "Show this help."},
};

#define STORE_EXITS (BIT(CLI_FINE) | BIT(CLI_USAGE) | BIT(CLI_STORE))

const struct cli_command cli_commands[CLI_COMMANDS] = {
	[CLI_SERVE] = {.name = "serve",
		       .operands = "",
		       .purpose = "Serve the register and everything around it over HTTP.",
		       .detail = "Makes what is missing in the store and loads the built-in register into an empty "
				 "one. When it is ready "
				 "it writes one line, \"listening on http://...\", to standard output. It ends with "
				 "status 0 on SIGTERM "
				 "or SIGINT, after the running requests.",
		       .where = CLI_NEEDS_STORE,
		       .takes = BIT(CLI_LISTEN) | BIT(CLI_URL) | BIT(CLI_THREADS) | BIT(CLI_BUILTIN) | BIT(CLI_NO_MAIL),
		       .exits = STORE_EXITS | BIT(CLI_NOT_SERVED),
		       .example = "sulear serve --data /var/lib/sulear --listen 127.0.0.1:8080"},
	[CLI_IMPORT] =
		{.name = "import",
		 .operands = "FILE|DIR...",
		 .least = 1,
		 .most = CLI_ANY,
		 .purpose = "Import facts of the register from CSV files.",
		 .detail = "Each file is recognised by its header; of a directory, every file that stands where "
			   "a table's file does. "
			   "Each bad row is told as file:line:column. All is imported, or nothing. Importing "
			   "the same again "
			   "changes nothing. What changes is told, cell by cell, up to 20 a table. A directory called "
			   "normlex is named ./normlex here.",
		 .where = CLI_NEEDS_STORE,
		 .takes = BIT(CLI_SKIP_BAD) | BIT(CLI_DRY_RUN),
		 .exits = STORE_EXITS | BIT(CLI_REFUSED),
		 .example = "sulear import ratifications.csv --dry-run --data /var/lib/sulear"},
	[CLI_IMPORT_NORMLEX] =
		{.name = "import normlex",
		 .operands = "FILE|DIR...",
		 .most = CLI_ANY,
		 .purpose = "Compare saved NORMLEX pages with the register, and bring it up to them.",
		 .detail =
			 "Reads saved copies of the pages that list the ratifications of an instrument (page 11300, in "
			 "English); of a directory, every .html and .htm file. Says what is new, what differs, what is "
			 "missing on a page and which names are not known. With --apply all of it is stored, or "
			 "nothing if a "
			 "page does not fit. The day that a page gives wins over other sources, whose day stays as a "
			 "conflict. An instrument whose whole page was read, with nothing missing, is then complete. "
			 "With --list it prints "
			 "the "
			 "pages to save. It fetches nothing by itself.",
		 .where = CLI_MAY_STORE,
		 .takes = BIT(CLI_APPLY) | BIT(CLI_LIST) | BIT(CLI_AS_OF) | BIT(CLI_SKIP_BAD) | BIT(CLI_JSON) |
			  BIT(CLI_BUILTIN),
		 .exits = STORE_EXITS | BIT(CLI_REFUSED),
		 .example = "sulear import normlex saved-pages --as-of 2026-11-01 --data /var/lib/sulear"},
	[CLI_IMPORT_TEXTS] = {.name = "import texts",
			      .operands = "FILE...",
			      .least = 1,
			      .most = CLI_ANY,
			      .purpose = "Import texts of instruments by article from files of JSON lines.",
			      .detail =
				      "Each line is an object of instrument, article, lang, text and source, each a "
				      "text. Each bad line is told as file:line:column. All is imported, or nothing. A "
				      "text that changes is superseded, not overwritten. Importing the same again "
				      "changes nothing.",
			      .where = CLI_NEEDS_STORE,
			      .takes = BIT(CLI_SKIP_BAD) | BIT(CLI_DRY_RUN),
			      .exits = STORE_EXITS | BIT(CLI_REFUSED),
			      .example = "sulear import texts en.jsonl pt.jsonl --data /var/lib/sulear"},
	[CLI_EXPORT] = {.name = "export",
			.operands = "DIR",
			.least = 1,
			.most = 1,
			.purpose = "Write the register as the CSV files that import reads.",
			.detail = "",
			.where = CLI_NEEDS_STORE,
			.exits = STORE_EXITS | BIT(CLI_REFUSED),
			.example = "sulear export register-files --data /var/lib/sulear"},
	[CLI_CHECK] = {.name = "check",
		       .operands = "",
		       .purpose = "Prove the store and compare the register with what the law makes of it.",
		       .detail = "Walks the change log, whose rows are chained by their hashes, computes every date "
				 "that follows from "
				 "others and lists each disagreement with its explanation on file.",
		       .where = CLI_NEEDS_STORE,
		       .takes = BIT(CLI_JSON),
		       .exits = STORE_EXITS | BIT(CLI_REFUSED),
		       .example = "sulear check --data /var/lib/sulear"},
	[CLI_USER_ADD] =
		{.name = "user add",
		 .operands = "NAME",
		 .least = 1,
		 .most = 1,
		 .purpose = "Add an account.",
		 .detail = "",
		 .where = CLI_NEEDS_STORE,
		 .takes = BIT(CLI_EMAIL) | BIT(CLI_ROLE) | BIT(CLI_PASSWORD_STDIN),
		 .needs = BIT(CLI_EMAIL) | BIT(CLI_ROLE) | BIT(CLI_PASSWORD_STDIN),
		 .exits = STORE_EXITS | BIT(CLI_REFUSED),
		 .example =
			 "sulear user add ana --email ana@example.org --role office --password-stdin --data DIR <file"},
	[CLI_USER_TOKEN] =
		{.name = "user token",
		 .operands = "NAME",
		 .least = 1,
		 .most = 1,
		 .purpose = "Make an API token for an account and print it, this once.",
		 .detail = "Requests carry it as \"Authorization: Bearer TOKEN\". Only a hash of it is stored.",
		 .where = CLI_NEEDS_STORE,
		 .exits = STORE_EXITS | BIT(CLI_REFUSED),
		 .example = "sulear user token ana --data /var/lib/sulear"},
	[CLI_USER_LIST] = {.name = "user list",
			   .operands = "",
			   .purpose = "List the accounts: name, roles, day of creation, tokens, e-mail address, state, "
				      "separated by tabs.",
			   .detail = "The state is empty, or suspended until a day, or erased.",
			   .where = CLI_NEEDS_STORE,
			   .exits = STORE_EXITS,
			   .example = "sulear user list --data /var/lib/sulear"},
	[CLI_USER_ROLE] = {.name = "user role",
			   .operands = "NAME ROLES",
			   .least = 2,
			   .most = 2,
			   .purpose = "Give an account other roles, with commas between them; account takes all away.",
			   .detail = "",
			   .where = CLI_NEEDS_STORE,
			   .exits = STORE_EXITS | BIT(CLI_REFUSED),
			   .example = "sulear user role ana office,moderator --data /var/lib/sulear"},
	[CLI_USER_PASSWORD] = {.name = "user password",
			       .operands = "NAME",
			       .least = 1,
			       .most = 1,
			       .purpose = "Give an account another password, and end its sign-ins.",
			       .detail = "",
			       .where = CLI_NEEDS_STORE,
			       .takes = BIT(CLI_PASSWORD_STDIN),
			       .needs = BIT(CLI_PASSWORD_STDIN),
			       .exits = STORE_EXITS | BIT(CLI_REFUSED),
			       .example = "sulear user password ana --password-stdin --data DIR <file"},
	[CLI_USER_SIGN_OUT] = {.name = "user sign-out",
			       .operands = "NAME",
			       .least = 1,
			       .most = 1,
			       .purpose = "End every sign-in of an account.",
			       .detail = "API tokens go on counting.",
			       .where = CLI_NEEDS_STORE,
			       .exits = STORE_EXITS | BIT(CLI_REFUSED),
			       .example = "sulear user sign-out ana --data /var/lib/sulear"},
	[CLI_USER_SUSPEND] =
		{.name = "user suspend",
		 .operands = "NAME",
		 .least = 1,
		 .most = 1,
		 .purpose = "Keep an account from signing in up to the end of a day, or end that.",
		 .detail = "Its sign-ins end at once, and its API tokens count for nothing meanwhile. Needs --until "
			   "and --reason, or --lift.",
		 .where = CLI_NEEDS_STORE,
		 .takes = BIT(CLI_UNTIL) | BIT(CLI_REASON) | BIT(CLI_LIFT),
		 .exits = STORE_EXITS | BIT(CLI_REFUSED),
		 .example = "sulear user suspend ana --until 2027-01-01 --reason \"Spam\" --data /var/lib/sulear"},
	[CLI_MAIL_LIST] =
		{.name = "mail list",
		 .operands = "[STATE]",
		 .most = 1,
		 .purpose = "List the messages of the outbox, the newest first.",
		 .detail = "Number, state, kind, address, attempts, next attempt, when it was sent, what the relay "
			   "answered, separated by tabs. STATE is waiting, sending, sent, failed, unsure, paused or "
			   "dropped.",
		 .where = CLI_NEEDS_STORE,
		 .exits = STORE_EXITS,
		 .example = "sulear mail list failed --data /var/lib/sulear"},
	[CLI_MAIL_AGAIN] = {.name = "mail again",
			    .operands = "NUMBER",
			    .least = 1,
			    .most = 1,
			    .purpose = "Send a message again that failed, is unsure, paused or waits.",
			    .detail = "",
			    .where = CLI_NEEDS_STORE,
			    .exits = STORE_EXITS | BIT(CLI_REFUSED),
			    .example = "sulear mail again 412 --data /var/lib/sulear"},
	[CLI_MAIL_TEST] = {.name = "mail test",
			   .operands = "ADDRESS",
			   .least = 1,
			   .most = 1,
			   .purpose = "Put a test for an address into the outbox; the server sends it.",
			   .detail = "",
			   .where = CLI_NEEDS_STORE,
			   .exits = STORE_EXITS | BIT(CLI_REFUSED),
			   .example = "sulear mail test ana@example.org --data /var/lib/sulear"},
	[CLI_MAIL_RESUME] = {.name = "mail resume",
			     .operands = "ADDRESS",
			     .least = 1,
			     .most = 1,
			     .purpose = "Let an address have mail again that was paused since mail to it came back.",
			     .detail = "",
			     .where = CLI_NEEDS_STORE,
			     .exits = STORE_EXITS | BIT(CLI_REFUSED),
			     .example = "sulear mail resume ana@example.org --data /var/lib/sulear"},
	[CLI_MAIL_NOTICE] = {.name = "mail notice",
			     .operands = "FILE",
			     .least = 1,
			     .most = 1,
			     .purpose = "Publish a notice and write to the accounts that asked for news of the site.",
			     .detail =
				     "The file is JSON: an object by language, each with subject and text. Prints the "
				     "number of the notice.",
			     .where = CLI_NEEDS_STORE,
			     .exits = STORE_EXITS | BIT(CLI_REFUSED),
			     .example = "sulear mail notice maintenance.json --data /var/lib/sulear"},
	[CLI_USER_BADGE] =
		{.name = "user badge",
		 .operands = "NAME GROUP",
		 .least = 2,
		 .most = 2,
		 .purpose = "Give an account the badge of a group: government, employers, workers, office, other; "
			    "none takes it away.",
		 .detail = "Others see it only if the account's owner lets them.",
		 .where = CLI_NEEDS_STORE,
		 .exits = STORE_EXITS | BIT(CLI_REFUSED),
		 .example = "sulear user badge ana workers --data /var/lib/sulear"},
	[CLI_USER_EXPORT] = {.name = "user export",
			     .operands = "NAME FILE",
			     .least = 2,
			     .most = 2,
			     .purpose = "Write everything that is kept about an account to a new ZIP file.",
			     .detail = "It holds data.json for programs and data.html to read.",
			     .where = CLI_NEEDS_STORE,
			     .exits = STORE_EXITS | BIT(CLI_REFUSED),
			     .example = "sulear user export ana ana.zip --data /var/lib/sulear"},
	[CLI_USER_ERASE] =
		{.name = "user erase",
		 .operands = "NAME",
		 .least = 1,
		 .most = 1,
		 .purpose = "Erase an account: all that is personal goes for good.",
		 .detail = "Its name becomes \"former member\" and its number; what it wrote in public stays. With "
			   "--data the number and the moment are kept in the file erasures of the directory too, "
			   "which restore reads; keep a copy of that file apart from the backups.",
		 .where = CLI_NEEDS_STORE,
		 .exits = STORE_EXITS | BIT(CLI_REFUSED),
		 .example = "sulear user erase ana --data /var/lib/sulear"},
	[CLI_USER_ERASURES] =
		{.name = "user erasures",
		 .operands = "",
		 .purpose = "List the accounts that were erased: number and moment.",
		 .detail = "With --store keep this list apart from the backups, for instance written anew every hour: "
			   "restore takes it with --erasures.",
		 .where = CLI_NEEDS_STORE,
		 .exits = STORE_EXITS,
		 .example = "sulear user erasures --store postgresql://host/database >erasures"},
	[CLI_PROVIDER_ADD] = {.name = "provider add",
			      .operands = "WORD NAME ISSUER CLIENT",
			      .least = 4,
			      .most = 4,
			      .purpose = "Let people sign in with an OpenID issuer.",
			      .detail = "WORD stands in addresses, NAME on the button, ISSUER is the issuer's address "
					"as it writes it itself, CLIENT "
					"what it calls this site. The client secret is one line of standard input; an "
					"empty line is a client "
					"without one. Google, Facebook and X are settings of the site.",
			      .where = CLI_NEEDS_STORE,
			      .exits = STORE_EXITS | BIT(CLI_REFUSED),
			      .example = "sulear provider add ministry 'Ministry of Labour' https://login.example.org "
					 "8f2c --data /var/lib/sulear"},
	[CLI_PROVIDER_LIST] =
		{.name = "provider list",
		 .operands = "",
		 .purpose = "List the sites with which people can sign in: word, name, issuer, client, state, "
			    "separated by tabs.",
		 .detail = "",
		 .where = CLI_NEEDS_STORE,
		 .exits = STORE_EXITS,
		 .example = "sulear provider list --data /var/lib/sulear"},
	[CLI_PROVIDER_REMOVE] =
		{.name = "provider remove",
		 .operands = "WORD",
		 .least = 1,
		 .most = 1,
		 .purpose = "Let nobody sign in any more with an issuer that was added.",
		 .detail = "What people joined to their accounts stays, and counts again if it is added again.",
		 .where = CLI_NEEDS_STORE,
		 .exits = STORE_EXITS | BIT(CLI_REFUSED),
		 .example = "sulear provider remove ministry --data /var/lib/sulear"},
	[CLI_SETTING_LIST] =
		{.name = "setting list",
		 .operands = "",
		 .purpose = "List what an administrator sets: word, value, whether it was set, separated by tabs.",
		 .detail = "A secret is never told.",
		 .where = CLI_NEEDS_STORE,
		 .exits = STORE_EXITS,
		 .example = "sulear setting list --data /var/lib/sulear"},
	[CLI_SETTING_SET] = {.name = "setting set",
			     .operands = "WORD [VALUE]",
			     .least = 1,
			     .most = 2,
			     .purpose = "Set one of the site's settings.",
			     .detail = "A secret has no VALUE: it is one line of standard input.",
			     .where = CLI_NEEDS_STORE,
			     .exits = STORE_EXITS | BIT(CLI_REFUSED),
			     .example = "sulear setting set keep.mail 14 --data /var/lib/sulear"},
	[CLI_SETTING_DROP] = {.name = "setting drop",
			      .operands = "WORD",
			      .least = 1,
			      .most = 1,
			      .purpose = "Take a setting back to what it was at first.",
			      .detail = "",
			      .where = CLI_NEEDS_STORE,
			      .exits = STORE_EXITS | BIT(CLI_REFUSED),
			      .example = "sulear setting drop mail.password --data /var/lib/sulear"},
	[CLI_TEXT_SHOW] = {.name = "text show",
			   .operands = "PAGE LANGUAGE",
			   .least = 2,
			   .most = 2,
			   .purpose = "Print the text of a page that the administrator writes, in Markdown.",
			   .detail =
				   "PAGE is privacy, rules or contact. What was not written is the program's own text.",
			   .where = CLI_NEEDS_STORE,
			   .exits = STORE_EXITS,
			   .example = "sulear text show rules pt --data /var/lib/sulear"},
	[CLI_TEXT_WRITE] =
		{.name = "text write",
		 .operands = "PAGE LANGUAGE",
		 .least = 2,
		 .most = 2,
		 .purpose = "Publish standard input, in Markdown, as the text of a page in a language.",
		 .detail = "PAGE is privacy, rules or contact. An empty text takes it back to the program's own.",
		 .where = CLI_NEEDS_STORE,
		 .exits = STORE_EXITS | BIT(CLI_REFUSED),
		 .example = "sulear text write rules pt --data /var/lib/sulear <rules.md"},
	[CLI_RETAIN] = {.name = "retain",
			.operands = "",
			.purpose = "Remove what is no longer to be kept, and say how much it was.",
			.detail = "How long something is kept is set by the settings that begin with keep. A server "
				  "does the same once an hour.",
			.where = CLI_NEEDS_STORE,
			.exits = STORE_EXITS,
			.example = "sulear retain --data /var/lib/sulear"},
	[CLI_ADDRESS] = {.name = "address",
			 .operands = "URL...",
			 .least = 1,
			 .most = CLI_ANY,
			 .purpose = "Print the address here for an old address of NORMLEX.",
			 .detail =
				 "With a store it knows every number that was recorded there, and the texts that were "
				 "loaded; without one, those of the built-in register.",
			 .where = CLI_MAY_STORE,
			 .takes = BIT(CLI_URL) | BIT(CLI_BUILTIN),
			 .exits = STORE_EXITS | BIT(CLI_REFUSED),
			 .example = "sulear address 'https://www.ilo.org/dyn/normlex/en/"
				    "f?p=NORMLEXPUB:12100:0::NO::P12100_ILO_CODE:C087'"},
	[CLI_BACKUP] = {.name = "backup",
			.operands = "FILE",
			.least = 1,
			.most = 1,
			.purpose = "Write a copy of the store, whole as of one moment, to a new file.",
			.detail = "A running server goes on reading and writing meanwhile.",
			.where = CLI_NEEDS_STORE,
			.exits = STORE_EXITS | BIT(CLI_REFUSED),
			.example = "sulear backup /backup/sulear-monday --data /var/lib/sulear"},
	[CLI_RESTORE] = {.name = "restore",
			 .operands = "FILE",
			 .least = 1,
			 .most = 1,
			 .purpose = "Put a backup in place of the store, which no server may be using.",
			 .detail = "With --data the store that was there is kept as sulear.db.before-restore; with "
				   "--store the database "
				   "must be empty. Accounts that were erased after the backup are erased again: those "
				   "in the file erasures of the data directory, and those that --erasures lists.",
			 .where = CLI_NEEDS_STORE,
			 .takes = BIT(CLI_ERASURES),
			 .exits = STORE_EXITS | BIT(CLI_REFUSED),
			 .example = "sulear restore /backup/sulear-monday --data /var/lib/sulear"},
	[CLI_ROUTES] =
		{.name = "routes",
		 .operands = "",
		 .purpose = "List every address that the server answers: method, pattern, permission, kind, separated "
			    "by tabs.",
		 .detail = "What each permission means and which roles have it stands on the page /en/roles of the "
			   "site. The kind is page, api or file.",
		 .where = CLI_NO_STORE,
		 .exits = BIT(CLI_FINE) | BIT(CLI_USAGE),
		 .example = "sulear routes"},
	[CLI_VERSION] = {.name = "version",
			 .operands = "",
			 .purpose = "Tell the versions of the program, its libraries and, if one is named, the store.",
			 .detail = "",
			 .where = CLI_MAY_STORE,
			 .exits = STORE_EXITS,
			 .example = "sulear version"},
	[CLI_HELP_COMMAND] = {.name = "help",
			      .operands = "[COMMAND]",
			      .most = 2,
			      .purpose = "Show what the program does, or how one command is used.",
			      .detail = "",
			      .where = CLI_NO_STORE,
			      .takes = BIT(CLI_MAN),
			      .exits = BIT(CLI_FINE) | BIT(CLI_USAGE),
			      .example = "sulear help import"},
};

const char *const cli_exit_about[CLI_EXITS] = {
	[CLI_FINE] = "Done.",
	[CLI_REFUSED] = "The check found something, or what was given was refused; nothing is stored.",
	[CLI_USAGE] = "Called wrongly; nothing was done.",
	[CLI_STORE] = "The store is missing, damaged, written by a newer version, or cannot be reached.",
	[CLI_NOT_SERVED] = "The address could not be bound, or serving failed.",
};

unsigned cli_takes(const struct cli_command *command)
{
	unsigned store = command->where == CLI_NO_STORE ? 0 : BIT(CLI_DATA) | BIT(CLI_STORE_ADDRESS) | BIT(CLI_CONFIG);
	return store | command->takes | BIT(CLI_HELP);
}

int cli_option_named(struct str name)
{
	for (int i = 0; i < CLI_OPTIONS; i++)
		if (str_is(name, cli_options[i].name))
			return i;
	return -1;
}
