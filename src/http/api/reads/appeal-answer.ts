import type { GrantAround } from '../../../../db/queries/grants/grant-around';
import { panelAt } from '../../../domain/decision/decision';
import type { appealAnswer } from '../../schemas/reads/grants/appeal';
import type { Told } from '../read-route';
import { itemAround } from './item-around';

/** An appeal that is to be decided, and how many of the panel are free to, by the rule of the decision itself. Null where there is none. */
export function appealOf(around: GrantAround | undefined): Told<typeof appealAnswer>['appeal'] {
  if (around === undefined || around.appeal === null) return null;
  const { askedAt, panel, quorum } = around.appeal;
  const { counted } = panelAt(itemAround(around), panel, quorum);
  return { askedAt, onPanel: panel.length, free: counted.length, quorum };
}
