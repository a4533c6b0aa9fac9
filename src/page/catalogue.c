/* SPDX-License-Identifier: Apache-2.0 */
#include "page/catalogue_es_file.h"
#include "page/catalogue_fr_file.h"
#include "page/catalogue_pt_file.h"
#include "page/format.h"
#include "page/frame.h"

/* English is the key and has no catalogue. */
enum status catalogues_register(void)
{
	static bool registered;
	const struct {
		const char *tag;
		const struct page_file *mo;
	} catalogues[] = {{"fr", &catalogue_fr_file}, {"es", &catalogue_es_file}, {"pt", &catalogue_pt_file}};
	for (size_t i = 0; !registered && i < sizeof catalogues / sizeof *catalogues; i++) {
		struct str mo = {(const char *)catalogues[i].mo->bytes, catalogues[i].mo->n};
		if (tr_register(lang_of(str_of(catalogues[i].tag)), mo, format_plural) != OK)
			return UNAVAILABLE;
	}
	registered = true;
	return OK;
}
