import { join } from 'node:path';
import { DraftTables } from '../../../../extension/inference/draft/draftTables.js';

/** Folder of the tiny tables that `models/tests/drafts_fixture.py` writes. */
export const draftFolder = join(__dirname, '../../../fixtures/drafts');

/** German and English with a few phrases. */
export const fixtureTables = (folder = draftFolder): DraftTables =>
  new DraftTables(
    { languages: { de: 'de.draft', en: 'en.draft' }, pairs: { 'de-en': 'de-en.draft' } },
    (file) => join(folder, file),
  );
