import { readInTenant } from '../../../../db/queries/reading';
import {
  findMeetingPack,
  type MeetingPack,
  type PackItem,
  type ReadWhole,
} from '../../../../db/queries/meetings/meeting-pack';
import { readItems } from '../../../commands/application/read-item';
import { isId } from '../../../contracts/ids';
import { assessorRefusal, panelAt, panelRefusal } from '../../../domain/decision/decision';
import type { Quorum } from '../../../domain/decision/quorum';
import type { Refusal } from '../../../domain/refusals/refusal';
import type { PageContext } from '../frame/page';

/** Loads the meeting of the address, with these items whole, for whoever may see it. */
export const loadPack =
  (whole: ReadWhole) =>
  async ({
    parts,
    asker,
    params,
  }: Pick<PageContext, 'parts' | 'asker' | 'params'>): Promise<MeetingPack | undefined> => {
    const id = params['id'] ?? '';
    return isId(id) ? findMeetingPack(parts.reading.db, asker, id, whole) : undefined;
  };

/** One item of a meeting, with who decides it. */
export interface ItemOpen {
  readonly pack: MeetingPack;
  readonly item: PackItem;
  readonly number: number;
  readonly quorum: Quorum;
  /** Why whoever looks may not record its decision, or the panel not make it, if so. */
  readonly refusal: Refusal | undefined;
}

/** The item of the address, by its application's id: with the rules and facts by which the command will judge who may decide it. */
export async function loadItem(context: PageContext): Promise<ItemOpen | undefined> {
  const itemId = context.params['item'] ?? '';
  if (!isId(itemId)) return undefined;
  const pack = await loadPack({ itemId })(context);
  const place = pack?.items.findIndex(({ id }) => id === itemId) ?? -1;
  const item = pack?.items[place];
  if (pack === undefined || item === undefined) return undefined;
  const { asker, parts } = context;
  const onPanel = new Set(pack.panel.map(({ id }) => id));
  const present = pack.attendance.map(({ id }) => id).filter((id) => onPanel.has(id));
  const asked = { grantId: item.id, partyId: item.party.id, isAppeal: item.isAppeal, meetingId: pack.id };
  const [facts] = await readInTenant(parts.reading.db, asker.tenantId, (tx) =>
    readItems(tx, asker.tenantId, [asked], [...present, asker.personId]),
  );
  if (facts === undefined) return undefined;
  const wanted = pack.policy.decision.quorum;
  const quorum = panelAt(facts, present, wanted);
  const refusal = assessorRefusal(facts, asker.personId) ?? panelRefusal(facts, quorum, wanted);
  return { pack, item, number: place + 1, quorum, refusal };
}
