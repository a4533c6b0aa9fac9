-- SPDX-License-Identifier: Apache-2.0
-- The site: what its administrator sets.

-- migration 300: settings
CREATE TABLE setting (
	word TEXT PRIMARY KEY,          -- of site/settings.def
	value TEXT NOT NULL,
	set_at TIMESTAMPTZ NOT NULL
);

-- migration 301: the pages that the administrator writes
CREATE TABLE site_text (
	page TEXT NOT NULL,             -- "privacy", "rules", "contact"
	lang TEXT NOT NULL,
	text TEXT NOT NULL,             -- Markdown
	set_at TIMESTAMPTZ NOT NULL,
	PRIMARY KEY (page, lang)
);
