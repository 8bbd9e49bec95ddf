import type { Json, StoryClient } from './api';
import type { Cast, Person } from './cast';

/** A party with people who act for it. */
export interface Party {
  readonly id: string;
  readonly name: string;
  /** Three unrelated committee members; the first two are signatories. */
  readonly people: readonly [Person, Person, Person];
}

const subjectId = (answer: Json): string => (answer['subject'] as { readonly id: string }).id;

/** Posts what creates something. @returns its id */
export async function created(api: StoryClient, by: Person, operationId: string, body: unknown): Promise<string> {
  return subjectId(await api.as(by, operationId, { body }));
}

/** Adds somebody, with a role, and has a token issued for them. */
export async function addSomebody(
  api: StoryClient,
  { administrator }: Cast,
  name: string,
  email: string,
  role: Json,
): Promise<Person> {
  const id = await created(api, administrator, 'addPerson', { name, email });
  await api.as(administrator, 'grantRole', { id, body: role });
  const issued = await api.as(administrator, 'issueToken', {
    id,
    body: { label: 'Made for the story', scopes: ['read', 'write'] },
  });
  return { name, email, id, token: String(issued['token']) };
}

/** Adds a party and three unrelated committee members of it, who each hold a role for it. */
export async function addParty(
  api: StoryClient,
  cast: Cast,
  party: { readonly kind: string; readonly name: string; readonly organisationType?: string },
  role: string,
  tag: string,
): Promise<Party> {
  const id = await created(api, cast.administrator, 'addParty', party);
  const members = [];
  for (const [place, position] of ['chair', 'secretary', 'treasurer'].entries()) {
    const short = party.name.toLowerCase().replaceAll(/[^a-z]+/g, '');
    const member = await addSomebody(
      api,
      cast,
      `${position[0]?.toUpperCase() ?? ''}${position.slice(1)} of ${party.name}`,
      `${position}@${short}.${tag}.example`,
      { role, partyId: id },
    );
    await api.as(cast.administrator, 'connectToParty', {
      id,
      body: { personId: member.id, kind: 'committee', position, signatory: place < 2 },
    });
    members.push(member);
  }
  return { id, name: party.name, people: members as unknown as Party['people'] };
}
