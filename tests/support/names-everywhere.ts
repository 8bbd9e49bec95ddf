import { randomUUID } from 'node:crypto';

import type { Inbox } from './inbox';

/** Where people type, or are named: what stands there may say who somebody is. */
const places = {
  acceptance_signature: ['typed_name'],
  bank_account: ['account_name'],
  condition: ['wording'],
  confirmation_contact: ['name', 'email'],
  draft_comment_text: ['text'],
  event_text: ['text'],
  file: ['name'],
  message_text: ['text'],
  note_text: ['text'],
  party_connection: ['position'],
  payment_run: ['name'],
  person: ['name'],
  purchase: ['service'],
  question: ['question', 'answer'],
  refund_account: ['account_name'],
} as const;

/** And inside of what groups write: the same for applications and their reports. */
const inside: readonly (readonly [table: string, place: string, change: (name: string) => string])[] = [
  ['application_content', 'giftsInKind', (name) => `content || jsonb_build_object('giftsInKind', ${name})`],
  ['application_content', 'postcode', (name) => `content || jsonb_build_object('postcode', ${name})`],
  [
    'application_content',
    'answers',
    (name) => `content || jsonb_build_object('answers', jsonb_build_object('why', ${name}))`,
  ],
  ...(['name', 'email', 'phone', 'role'] as const).map(
    (field) =>
      [
        'application_content',
        `contacts/${field}`,
        (name: string) =>
          `case when content ? 'contacts' then jsonb_set(content, '{contacts}', (select jsonb_agg(c || jsonb_build_object('${field}', ${name})) from jsonb_array_elements(content -> 'contacts') c)) else content end`,
      ] as const,
  ),
  [
    'application_content',
    'budget/description',
    (name) =>
      `case when content ? 'budget' then jsonb_set(content, '{budget}', (select jsonb_agg(l || jsonb_build_object('description', ${name})) from jsonb_array_elements(content -> 'budget') l)) else content end`,
  ],
  ['report_content', 'whatContinues', (name) => `content || jsonb_build_object('whatContinues', ${name})`],
  ['report_content', 'lessons', (name) => `content || jsonb_build_object('lessons', ${name})`],
  [
    'report_content',
    'outputs/comment',
    (name) =>
      `jsonb_set(content, '{outputs}', (select jsonb_agg(o || jsonb_build_object('comment', ${name})) from jsonb_array_elements(content -> 'outputs') o))`,
  ],
];

/** A name of nobody's for each place, and the place. */
export type NamesWritten = ReadonlyMap<string, string>;

/**
 * Writes a name of nobody's, one for each place, wherever people are named or type in an organisation: into rows that are there, and into
 * photos and a receipt for each grant that has a report. Somebody's own name stays as it is. Fails where there is nothing to write it to.
 */
export async function nameEverywhere(
  { look }: Pick<Inbox, 'look'>,
  tenantId: string,
  exceptPersonId: string,
): Promise<NamesWritten> {
  await addFiles(look, tenantId);
  const written = new Map<string, string>();
  const nextFor = (place: string): string => {
    const name = `Zeb${String(written.size + 1).padStart(2, '0')}quill`;
    written.set(name, place);
    return name;
  };
  // What is fixed otherwise stays as it was; here it is only looked at.
  await look('set session_replication_role = replica');
  const write = async (place: string, update: (name: string) => string): Promise<void> => {
    const rows = await look(`${update(`'${nextFor(place)}'::text`)} returning tenant_id`, [tenantId]);
    if (rows.length === 0) throw new Error(`nothing is there to be named: ${place}`);
  };
  for (const [table, columns] of Object.entries(places))
    for (const column of columns) {
      const others = table === 'person' ? `and id <> '${exceptPersonId}'` : '';
      await write(
        `${table}.${column}`,
        (name) => `update ${table} set ${column} = ${name} where tenant_id = $1 ${others}`,
      );
    }
  for (const [table, place, change] of inside)
    await write(`${table}/${place}`, (name) => `update ${table} set content = ${change(name)} where tenant_id = $1`);
  await look('set session_replication_role = origin');
  return written;
}

const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xd9]);

/** Files as a report has them: a photo of nobody, one of people, and a receipt. */
async function addFiles(look: Inbox['look'], tenantId: string): Promise<void> {
  const reported = await look<{ id: string; by: string }>(
    'select grant_id as id, submitted_by as by from report where tenant_id = $1 and submitted_at is not null',
    [tenantId],
  );
  for (const { id, by } of reported)
    for (const [purpose, people] of [
      ['photo', 'nobody'],
      ['photo', 'agreed'],
      ['receipt', null],
    ]) {
      const file = randomUUID();
      await look(
        `insert into file (tenant_id, id, grant_id, purpose, people, name, media_type, bytes, sha256, sent_sha256, uploaded_by, uploaded_at)
         values ($1, $2, $3, $4, $5, 'as it was called.jpg', 'image/jpeg', 4, $6, $6, $7, app.now())`,
        [tenantId, file, id, purpose, people, Buffer.alloc(32), by],
      );
      await look('insert into file_content (tenant_id, file_id, content) values ($1, $2, $3)', [tenantId, file, jpeg]);
    }
}
