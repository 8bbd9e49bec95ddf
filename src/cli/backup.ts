import { ownersEnvironment } from './owner';
import { writeBackup } from './backup/write';
import { sizeOf } from './restore';

/** Writes a backup of the database while everything runs, and says what is in it and what is not. */
export async function backupCommand(file: string): Promise<void> {
  const { databaseMigrationUrl } = ownersEnvironment();
  const { header, manifest, bytes } = await writeBackup(databaseMigrationUrl, file);
  const lines = [
    `${file} holds ${sizeOf(manifest)}, as they were at ${header.at} (${inMegabytes(bytes)}); it was read again and is whole.`,
    'It holds names, addresses and what people wrote, in plain: only you may read the file, and its copies are yours to guard.',
    header.fieldKeys.length === 0
      ? 'Nothing in it is sealed with a key.'
      : `Not in it: the keys. Bank details and client references in it open only with field key ${header.fieldKeys.join(' and ')}. Keep keys.json of the data directory (or what GRANTPOT_FIELD_KEY holds) too, in another place than the backup.`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

const inMegabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`;
