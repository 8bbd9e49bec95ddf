import type { ItemToDecide } from '../../../../domain/decision/decision';
import { itemAround } from '../../../api/reads/item-around';
import type { GrantData } from './data';

/** Who may assess and decide a grant, as its own commands ask it; undefined for readers, who may not. */
export const itemOf = ({ around }: GrantData): ItemToDecide | undefined =>
  around === undefined ? undefined : itemAround(around);
