-- SPDX-License-Identifier: Apache-2.0
-- The site: what its administrator sets.

-- migration 300: settings
CREATE TABLE setting (
	word TEXT PRIMARY KEY,          -- of site/settings.def
	value TEXT NOT NULL,
	set_at TIMESTAMPTZ NOT NULL
);
